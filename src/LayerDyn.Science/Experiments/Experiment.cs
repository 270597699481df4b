using LayerDyn.Science.Expressions;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Parametrisations;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Experiments;

/// <summary>
/// One fully resolved experiment point: everything that determines its result. Two experiments with the same
/// <see cref="ExperimentText.Write">canonical text</see> give the same bytes.
/// </summary>
public sealed record Experiment
{
    /// <summary>The network.</summary>
    public required Model Model { get; init; }

    /// <summary>How its weights start.</summary>
    public required Initialisation Init { get; init; }

    /// <summary>What it learns.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>How it learns.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>The loss that is minimised.</summary>
    public LossKind Loss { get; init; }

    /// <summary>Number of optimizer steps, &gt;= 1.</summary>
    public required long Steps { get; init; }

    /// <summary>When it is measured.</summary>
    public required MeasureSchedule MeasureAt { get; init; }

    /// <summary>What is measured, in the order written.</summary>
    public required IReadOnlyList<Observable> Observables { get; init; }

    /// <summary>The condition on a measured row at which the training ends before its last step; null to do all steps.</summary>
    public Expression? StopWhen { get; init; }

    /// <summary>What is kept of the training beside its measurements; null for nothing.</summary>
    public Keep? Keep { get; init; }

    /// <summary>Floating-point type of the training.</summary>
    public DType DType { get; init; }

    /// <summary>Training, exact solution, or both.</summary>
    public Engine Engine { get; init; }

    /// <summary>What the stream of the initial weights is keyed by; by default the seed replicate alone.</summary>
    public WeightsFrom WeightsFrom { get; init; }

    /// <summary>What the model's parametrisation comes to for each of its parameters; null where it is the standard one.</summary>
    public IReadOnlyList<ParameterScale>? Scales => Model.Parametrisation.IsStandard ? null : ParameterScale.Of(Model, Model.Parameters(Task.Shape), Optimizer);

    /// <summary>
    /// The weights at step 0: as initialised, scaled by the model's parametrisation; one row-major array for each of <see cref="Models.Model.Parameters"/>.
    /// </summary>
    /// <param name="stream">The stream that they are drawn from.</param>
    public double[][] InitialWeights(RandomStream stream)
    {
        double[][] values = Init.Create(Model, Task.Shape, stream);
        if (Scales is { } scales)
            for (int i = 0; i < values.Length; i++)
                foreach (ref double value in values[i].AsSpan()) value *= scales[i].Start;
        return values;
    }

    /// <summary>The seed replicate, &gt;= 0. The task's data depends on it and on the task alone.</summary>
    public int Seed { get; init; }
}
