using LayerDyn.Science.Randomness;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>One place of a scaling curve.</summary>
internal readonly record struct ScalingPlace(double X, double Y, bool Fitted, int Size);

/// <summary>
/// The points behind one scaling curve in strata: points that stand for the same thing up to their seed. Resampling points within
/// their strata gives the confidence interval of the exponent (the bootstrap of Efron 1979).
/// </summary>
/// <param name="strata">Lines of the points of each stratum; for compute a stratum is a size, in ascending order.</param>
/// <param name="compute">Whether the curve is the least loss over the strata.</param>
/// <param name="from">Least abscissa of the fit.</param>
/// <param name="to">Largest abscissa of the fit.</param>
internal sealed class ScalingSample(IReadOnlyList<PointLine[]> strata, bool compute, double from, double to)
{
    private const int Draws = 500;

    /// <summary>Whether some stratum has several points to draw from.</summary>
    public bool HasSeeds => strata.Any(lines => lines.Length > 1);

    /// <summary>The curve of all points.</summary>
    public List<ScalingPlace> Places() => Reduce(strata);

    /// <summary>The fit to the places inside the range.</summary>
    public static PowerLaw Fit(IEnumerable<ScalingPlace> places)
    {
        ScalingPlace[] used = [.. places.Where(place => place.Fitted)];
        return PowerLaw.Fit([.. used.Select(place => place.X)], [.. used.Select(place => place.Y)]);
    }

    /// <summary>
    /// The 95% percentile interval of the exponent: over seeds where there are several, else over the places of the curve. NaN where
    /// there is nothing to fit.
    /// </summary>
    public (double Low, double High) Interval(RandomStream stream)
    {
        List<double> exponents = [];
        ScalingPlace[] fitted = [.. Places().Where(place => place.Fitted)];
        long next = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            double exponent = HasSeeds
                ? Fit(Reduce([.. strata.Select(Resample)])).Exponent
                : Fit(Resample(fitted)).Exponent;
            if (double.IsFinite(exponent)) exponents.Add(exponent);
        }

        double[] sorted = [.. exponents.Order()];
        return (Summary.Quantile(sorted, 0.025), Summary.Quantile(sorted, 0.975));

        T[] Resample<T>(T[] all)
        {
            var drawn = new T[all.Length];
            for (int i = 0; i < drawn.Length; i++) drawn[i] = all[stream.Below(all.Length, next++)];
            return drawn;
        }
    }

    private List<ScalingPlace> Reduce(IReadOnlyList<PointLine[]> drawn)
    {
        var means = drawn.Select(Mean).ToArray();
        if (compute)
            return [.. ComputeEnvelope.Of(means).Where(place => place.Interior)
                .Select(place => new ScalingPlace(place.Compute, place.Loss, Inside(place.Compute), place.Size))];
        return [.. means.SelectMany((line, stratum) => line.X.Zip(line.Y, (x, y) => new ScalingPlace(x, y, Inside(x) && y > 0, stratum)))
            .OrderBy(place => place.X)];
    }

    private bool Inside(double x) => x > 0 && x >= from && x <= to;

    private static (double[] X, double[] Y) Mean(PointLine[] lines)
    {
        var sums = new SortedDictionary<double, (double Sum, int Count)>();
        foreach (var line in lines)
            for (int i = 0; i < line.X.Length; i++)
            {
                if (!double.IsFinite(line.Y[i])) continue;
                var (sum, count) = sums.GetValueOrDefault(line.X[i]);
                sums[line.X[i]] = (sum + line.Y[i], count + 1);
            }

        return ([.. sums.Keys], [.. sums.Values.Select(place => place.Sum / place.Count)]);
    }
}
