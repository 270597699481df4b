using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Observables.Curvature;
using LayerDyn.Science.Optimizers;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The sharpness: the largest eigenvalue of the Hessian of the training loss, by Lanczos' method on Hessian-vector products
/// (<see cref="LossCurvature"/>). Of gradient descent also <c>sharpness.limit</c>, the level 2/η above which a quadratic diverges, and
/// <c>sharpness.edge</c>, the sharpness over it: it comes to rest near 1 at the edge of stability (Cohen, Kaur, Li, Kolter, Talwalkar 2021,
/// "Gradient descent on neural networks typically occurs at the edge of stability"). η is the step size of the next update; with
/// momentum μ the edge is at 1 + μ.
/// </summary>
[Kind("sharpness", "largest eigenvalue of the Hessian of the training loss, and 2/η beside it (layerwise linear models and mlp)")]
public sealed record SharpnessObservable : Observable
{
    private const string Name = "sharpness", Edge = "sharpness.edge", Limit = "sharpness.limit";

    /// <inheritdoc/>
    public override string Symbol => "λ_max";

    /// <inheritdoc/>
    public override string SymbolOf(string column) => column switch
    {
        Edge => "η λ_max / 2",
        Limit => "2/η",
        _ => Symbol,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> InitialColumns => [Limit];

    /// <inheritdoc/>
    public override bool AssumesOneRate => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => HasLimit(experiment) ? [Name, Edge, Limit] : [Name];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => LossCurvature.Unsupported(experiment);

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => LossCurvature.Seconds(experiment);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var experiment = snapshot.Experiment;
        values[0] = LossCurvature.Of(experiment, snapshot.Data, snapshot.Parameters).Largest(experiment.Seed, snapshot.Cancellation);
        if (values.Length == 1) return;
        double half = LearningRateObservable.StepSize(experiment, snapshot.Step) / 2;
        (values[1], values[2]) = (values[0] * half, 1 / half);
    }

    private static bool HasLimit(Experiment experiment) => experiment.Optimizer is GradientDescent or Sgd;
}
