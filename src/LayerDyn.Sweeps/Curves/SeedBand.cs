namespace LayerDyn.Sweeps.Curves;

/// <summary>Statistics along an abscissa over the lines of a group.</summary>
internal sealed class SeedBand
{
    private SeedBand(double[] x, Summary[] values, double[] theory) => (X, Values, Theory) = (x, values, theory);

    /// <summary>Abscissae, ascending.</summary>
    public double[] X { get; }

    /// <summary>Statistics at each abscissa.</summary>
    public Summary[] Values { get; }

    /// <summary>Mean of the exact solution at each abscissa; NaN without.</summary>
    public double[] Theory { get; }

    public double[] Mean => [.. Values.Select(value => value.Mean)];

    /// <summary>Mean less one standard deviation; null when no place has two values.</summary>
    public double[]? Low => HasBand ? [.. Values.Select(value => value.Mean - (value.Count > 1 ? value.Std : 0))] : null;

    /// <summary>Mean and one standard deviation; null when no place has two values.</summary>
    public double[]? High => HasBand ? [.. Values.Select(value => value.Mean + (value.Count > 1 ? value.Std : 0))] : null;

    public bool HasTheory => Theory.Any(double.IsFinite);

    private bool HasBand => Values.Any(value => value.Count > 1);

    /// <summary>The union of the lines' abscissae, each with the statistics of the lines that have a value there.</summary>
    public static SeedBand Of(IReadOnlyList<PointLine> lines)
    {
        var values = new SortedDictionary<double, (List<double> Y, List<double> Theory)>();
        foreach (var line in lines)
            for (int i = 0; i < line.X.Length; i++)
            {
                if (!values.TryGetValue(line.X[i], out var place)) values.Add(line.X[i], place = ([], []));
                place.Y.Add(line.Y[i]);
                place.Theory.Add(line.Theory[i]);
            }

        return new([.. values.Keys], [.. values.Values.Select(place => Summary.Of(place.Y))],
            [.. values.Values.Select(place => Summary.Of(place.Theory).Mean)]);
    }
}
