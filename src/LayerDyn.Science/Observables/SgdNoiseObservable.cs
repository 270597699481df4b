using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Observables;

/// <summary>
/// What the noise of batches does to one-pass SGD on linear regression (Bordelon and Pehlevan 2021, arXiv 2106.02713), at the learning rate of the next update:
/// <c>sgd-noise.q</c>, below 1 if and only if the mean loss stays bounded, and <c>sgd-noise.floor</c>, <c>sigma^2/2 q/(1 - q)</c>, where the mean loss
/// then ends. NaN where they are infinite. Compare by <c>level</c>. Nothing of it is trained.
/// </summary>
[Kind("sgd-noise", "stability q and floor of the loss that the noise of batches and labels sets one-pass sgd (one linear layer, power-law-regression)")]
public sealed record SgdNoiseObservable : Observable
{
    private const string Instability = "sgd-noise.q", Floor = "sgd-noise.floor";

    /// <inheritdoc/>
    public override string SymbolOf(string column) => column == Floor ? "σ²/2 · q/(1-q)" : "q";

    /// <inheritdoc/>
    public override IReadOnlyList<string> InitialColumns => [Instability, Floor];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => InitialColumns;

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => OnePassRun.Unsupported(experiment);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values) => Values(new OnePassRun(snapshot.Experiment), snapshot.Step).CopyTo(values);

    /// <summary>The values at a step.</summary>
    internal static double[] Values(OnePassRun run, long step) => [Finite(run.Instability(step)), Finite(run.Floor(step))];

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
