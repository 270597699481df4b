using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The spectrum of the empirical tangent kernel K on n probes, the first training inputs, for any model. With <c>mu</c> the eigenvalues of <c>K / n</c>,
/// the rates at which gradient flow removes errors (Jacot et al. 2018, arXiv 1806.07572):
/// <list type="bullet">
/// <item><c>ntk-eigenvalue.1</c>, ...: the largest <c>mu</c>; zeros when there are fewer;</item>
/// <item><c>ntk-participation-ratio</c>: <c>(sum mu)^2 / sum mu^2</c>, how many eigenvalues carry the trace; 0 when K vanishes;</item>
/// <item><c>ntk-effective-dimension</c>: <c>sum mu / (mu + ridge)</c>, how many eigenvalues are above the ridge (Zhang 2005, "Learning bounds for
/// kernel regression using effective data dimensionality").</item>
/// </list>
/// </summary>
[Kind("ntk-spectrum", "largest eigenvalues, participation ratio and effective dimension of the empirical tangent kernel, on a few probe inputs (any model)")]
public sealed record NtkSpectrumObservable : Observable
{
    private const string Eigenvalue = "ntk-eigenvalue.", Participation = "ntk-participation-ratio", Dimension = "ntk-effective-dimension";

    /// <summary>Number of probe inputs; all training inputs when there are fewer.</summary>
    [Parameter("number of probe inputs n", Min = 1, Max = EmpiricalKernel.MostProbes)]
    public int Probes { get; init; } = 32;

    /// <summary>How many of the largest eigenvalues have columns.</summary>
    [Parameter("how many of the largest eigenvalues of K / n have columns", Min = 1, Max = 256)]
    public int Eigenvalues { get; init; } = 5;

    /// <summary>The ridge of the effective dimension.</summary>
    [Parameter("ridge of the effective dimension, in units of the eigenvalues of K / n", Min = 0, AboveMin = true, Symbol = "g")]
    public double Ridge { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string SymbolOf(string column) => column switch
    {
        Participation => "(Σμ)^2/Σμ^2",
        Dimension => "Σμ/(μ+g)",
        _ => "μ",
    };

    /// <inheritdoc/>
    public override bool AssumesOneRate => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        [.. Enumerable.Range(1, Eigenvalues).Select(k => $"{Eigenvalue}{k}"), Participation, Dimension];

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        double probes = Math.Min(Probes, shape.Samples ?? Probes);
        if (LayerForm.Of(experiment) is { } form) probes = Math.Min(probes, form.Widths[0]);
        return EmpiricalKernel.Seconds(experiment, (int)probes) + FeatureRankObservable.RankSeconds(probes * shape.Outputs, 0);
    }

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        int count = Math.Min(Probes, snapshot.Data.Train.X.Rows);
        var kernel = EmpiricalKernel.Of(snapshot, snapshot.Keep(this, () => Reduced(snapshot.Experiment, EmpiricalKernel.Probes(snapshot, Probes))));
        double[] rates = LinearAlgebra.SymmetricEigen(kernel).Values;
        double trace = LinearAlgebra.Trace(kernel), squares = LinearAlgebra.Inner(kernel, kernel), dimension = 0;
        Array.Reverse(rates);
        foreach (ref double rate in rates.AsSpan())
        {
            rate = Math.Max(0, rate) / count; // rounding may put a zero below 0
            dimension += rate / (rate + Ridge);
        }

        values[..Eigenvalues].Clear();
        rates.AsSpan(0, Math.Min(Eigenvalues, rates.Length)).CopyTo(values);
        (values[Eigenvalues], values[Eigenvalues + 1]) = (squares > 0 ? trace * trace / squares : 0, dimension);
    }

    // K of a linear model depends on its inputs by their second moments: as many vectors as inputs, with the same ones, give all but zeros of its eigenvalues.
    private static Matrix Reduced(Experiment experiment, Matrix probes)
    {
        if (LayerForm.Of(experiment) is null || probes.Rows <= probes.Columns) return probes;
        var (squares, vectors) = LinearAlgebra.SymmetricEigen(LinearAlgebra.TransposedMultiply(probes, probes));
        var reduced = LinearAlgebra.Transpose(vectors);
        for (int i = 0; i < squares.Length; i++) LinearAlgebra.Scale(Math.Sqrt(Math.Max(0, squares[i])), reduced.Row(i));
        return reduced;
    }
}
