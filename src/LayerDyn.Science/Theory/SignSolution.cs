using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Sign descent on diagonal networks of any depth whose layers start alike, and on the multilinear skill model, on uncorrelated inputs: every
/// mode goes its own way by <see cref="SignMode"/>, <c>u = (a_0 + eta step)^L</c> until it meets its target. Exact at any step size.
/// </summary>
[Kind("independent-modes-signs", "diagonal network of equal layers on uncorrelated inputs, sign descent: u = (a + η step)^L")]
public sealed class SignSolution : WeightSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Model.Layerwise(experiment.Task.Shape) is not { Kind: LayerwiseKind.Diagonal } ? "needs a diagonal model"
        : TheoryConditions.FailingOfSigns(experiment)
        ?? (experiment.Init is ConstantInit or BalancedConstantInit { Imbalance: 0 } ? MeasuredConditions.NotUncorrelated(experiment)
            : "needs layers that start alike (init constant, or balanced-constant without imbalance)");

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(Experiment experiment, TaskData data, Matrix[] initial, IReadOnlyList<long> steps)
    {
        var optimizer = experiment.Optimizer;
        SignMode[] modes = [.. initial[0].Data.Select((weight, i) => new SignMode(initial.Length, weight, ModeTarget.Of(data.Moments, i)))];
        long done = 0;
        foreach (long wanted in steps)
        {
            for (; done < wanted; done++)
            {
                double rate = optimizer.StepSize * optimizer.Schedule.Factor(done, experiment.Steps);
                foreach (var mode in modes) mode.Step(rate);
            }

            yield return [.. initial.Select(_ => new Matrix(1, modes.Length, [.. modes.Select(mode => mode.Weight)]))];
        }
    }
}
