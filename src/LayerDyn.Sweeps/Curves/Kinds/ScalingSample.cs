namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// The points behind one scaling curve in strata: points that stand for the same thing up to their seed. The curve is of the means over
/// seeds; its exponent's confidence interval is that of the seeds' own exponents.
/// </summary>
/// <param name="strata">Lines of the points of each stratum; for compute a stratum is a size, in ascending order.</param>
/// <param name="compute">Whether the curve is the least loss over the strata.</param>
internal sealed class ScalingSample(IReadOnlyList<PointLine[]> strata, bool compute)
{
    /// <summary>The curve of all points.</summary>
    public List<ScalingPlace> Places() => Reduce(strata);

    /// <summary>
    /// The 95% interval of the exponent over seeds (Student's t of the exponents of each seed's curve over the same range), with how many
    /// seeds it is from. Null with fewer than two.
    /// </summary>
    public (double Low, double High, int Seeds)? Interval(ScalingFit fit, Func<long, int> seedOf)
    {
        int places = Places().Count(fit.Includes);
        double[] exponents = [.. strata.SelectMany(lines => lines).Select(line => seedOf(line.Index)).Distinct()
            .Select(seed => fit.ExponentOf(Reduce([.. strata.Select(lines => lines.Where(line => seedOf(line.Index) == seed).ToArray())]), places))
            .Where(double.IsFinite)];
        if (!fit.Found || exponents.Length < 2) return null;
        double half = StudentT.Quantile975(exponents.Length - 1) * Summary.Of(exponents).Std / Math.Sqrt(exponents.Length);
        return (fit.Law.Exponent - half, fit.Law.Exponent + half, exponents.Length);
    }

    private List<ScalingPlace> Reduce(IReadOnlyList<PointLine[]> drawn)
    {
        var means = drawn.Select(Mean).ToArray();
        if (compute)
            return [.. ComputeEnvelope.Of(means).Where(place => place.Interior).Select(place => new ScalingPlace(place.Compute, place.Loss, place.Size))];
        return [.. means.SelectMany((line, stratum) => line.X.Zip(line.Y, (x, y) => new ScalingPlace(x, y, stratum))).OrderBy(place => place.X)];
    }

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
