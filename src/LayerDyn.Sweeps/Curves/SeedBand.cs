namespace LayerDyn.Sweeps.Curves;

/// <summary>Statistics along an abscissa over the lines of a group.</summary>
internal sealed class SeedBand
{
    /// <summary>What the kinds of band are, for the reference.</summary>
    public const string Summary = "what is drawn over seeds: std (mean, one standard deviation to either side), quantiles (median, 10% to 90%) or runs (mean, and every run)";

    private readonly BandKind _kind;

    private SeedBand(double[] x, Summary[] values, double[] theory, BandKind kind) => (X, Values, Theory, _kind) = (x, values, theory, kind);

    /// <summary>Abscissae, ascending.</summary>
    public double[] X { get; }

    /// <summary>Statistics at each abscissa.</summary>
    public Summary[] Values { get; }

    /// <summary>The exact solution at each abscissa, by the statistic of <see cref="Line"/>; NaN without.</summary>
    public double[] Theory { get; }

    /// <summary>The line: the mean, or the median where the band is of quantiles.</summary>
    public double[] Line => [.. Values.Select(value => _kind == BandKind.Quantiles ? value.Median : value.Mean)];

    /// <summary>Lower edge of the band; null when no place has a spread over seeds, or single runs are drawn instead.</summary>
    public double[]? Low => HasBand ? [.. Values.Select(value => _kind == BandKind.Quantiles ? Or(value.Q10, value.Median) : value.Mean - Or(value.Std, 0))] : null;

    /// <summary>Upper edge of the band; null as <see cref="Low"/>.</summary>
    public double[]? High => HasBand ? [.. Values.Select(value => _kind == BandKind.Quantiles ? Or(value.Q90, value.Median) : value.Mean + Or(value.Std, 0))] : null;

    public bool HasTheory => Theory.Any(double.IsFinite);

    private bool HasBand => _kind != BandKind.Runs && Values.Any(value => value.Count > 1 && double.IsFinite(value.Std));

    /// <summary>The union of the lines' abscissae, each with the statistics of the lines that have a value there.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="kind">What is drawn of them.</param>
    /// <param name="pooled">Whether they differ by more than their seed: then they have no spread over seeds.</param>
    public static SeedBand Of(IReadOnlyList<PointLine> lines, BandKind kind, bool pooled)
    {
        var values = new SortedDictionary<double, (List<double> Y, List<double> Theory)>();
        foreach (var line in lines)
            for (int i = 0; i < line.X.Length; i++)
            {
                if (!values.TryGetValue(line.X[i], out var place)) values.Add(line.X[i], place = ([], []));
                place.Y.Add(line.Y[i]);
                place.Theory.Add(line.Theory[i]);
            }

        return new([.. values.Keys], [.. values.Values.Select(place => pooled ? Curves.Summary.Of(place.Y).WithoutSpread() : Curves.Summary.Of(place.Y))],
            [.. values.Values.Select(place => Curves.Summary.Of(place.Theory)).Select(theory => kind == BandKind.Quantiles ? theory.Median : theory.Mean)], kind);
    }

    /// <summary>What lines and bands show, for the note of a chart; empty when each line is one run.</summary>
    public static string Describe(BandKind kind, PooledAxes pooled)
    {
        if (!pooled.Any && !pooled.HasSeeds) return "";
        string band = kind == BandKind.Runs ? "thin lines: every run" : pooled.Any ? "no band"
            : kind == BandKind.Quantiles ? "band: 10% to 90% of the seeds" : "band: one standard deviation over seeds";
        return $"{Statistic(kind)} over {pooled.Over}, {band}";
    }

    /// <summary>What a line is: the mean or the median.</summary>
    public static string Statistic(BandKind kind) => kind == BandKind.Quantiles ? "median" : "mean";

    private static double Or(double value, double other) => double.IsFinite(value) ? value : other;
}
