using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Regression of independent standard normal targets on standard normal inputs, as in the lazy/rich heat maps of Nam et al. 2025
/// (arXiv 2502.21009, figure 6). X and Y depend on the seed and the dimensions alone: the divisor only scales Y.
/// </summary>
[Kind("gaussian-regression", "normal inputs and independent normal targets, optionally whitened")]
public sealed record GaussianRegressionTask : LearningTask
{
    /// <summary>Number of samples n.</summary>
    [Parameter("number of samples", Min = 1, Max = 10_000_000, Symbol = "n")]
    public required int Samples { get; init; }

    /// <summary>Dimension of x; null to take the model's.</summary>
    [Parameter("number of inputs (default: the model's)", Min = 1, Max = 100_000)]
    public int? Inputs { get; init; }

    /// <summary>Dimension of y; null to take the model's.</summary>
    [Parameter("number of outputs (default: the model's)", Min = 1, Max = 100_000)]
    public int? Outputs { get; init; }

    /// <summary>Whether the inputs are whitened so that <c>X X^T / n = I</c>.</summary>
    [Parameter("whiten the inputs so that X X^T / n = I")]
    public bool Whiten { get; init; }

    /// <summary>What the targets are divided by.</summary>
    [Parameter("divisor of the targets", Min = 0, AboveMin = true)]
    public double TargetDivisor { get; init; } = 1;

    /// <inheritdoc/>
    public override TaskShape Shape => new(Inputs ?? 0, Outputs ?? 0, Samples)
    {
        Covariance = Whiten ? InputCovariance.Identity : InputCovariance.Any,
    };

    /// <inheritdoc/>
    public override LearningTask For(Model model) => this with
    {
        Inputs = Inputs ?? model.Ends?.Inputs,
        Outputs = Outputs ?? model.Ends?.Outputs,
    };

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if (Inputs is null)
            problems.Add("task.inputs", null, "is required, since the model takes its number of inputs from the task", "write inputs: 2");
        if (Outputs is null)
            problems.Add("task.outputs", null, "is required, since the model takes its number of outputs from the task", "write outputs: 1");
        if (Whiten && Samples < Inputs)
            problems.Add("task.samples", Samples, $"must be at least the number of inputs, {Inputs}, to whiten", "write whiten: false or more samples");
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        var stream = RandomStream.ForTask("gaussian-regression", seed);
        var inputs = GaussianInputs.Create(stream.Child("X"), Samples, Inputs!.Value, Whiten);
        var targets = new Matrix(Samples, Outputs!.Value);
        stream.Child("Y").FillNormal(targets.Data);
        for (int i = 0; i < targets.Data.Length; i++) targets.Data[i] /= TargetDivisor;
        var train = new Dataset(inputs, targets);
        return new FixedTaskData(train, moments: Whiten ? Moments.Of(train, LinearAlgebra.Identity(Inputs.Value)) : null);
    }
}
