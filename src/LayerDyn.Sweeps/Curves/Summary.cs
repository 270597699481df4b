namespace LayerDyn.Sweeps.Curves;

/// <summary>Statistics over the finished seeds of one place of a curve.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Mean">Mean; NaN without values.</param>
/// <param name="Std">Sample standard deviation (n - 1); NaN for fewer than two values.</param>
/// <param name="Q10">10% quantile, interpolated linearly between order statistics.</param>
/// <param name="Median">Median.</param>
/// <param name="Q90">90% quantile.</param>
internal readonly record struct Summary(int Count, double Mean, double Std, double Q10, double Median, double Q90)
{
    /// <summary>The statistics of the finite values, summed in the order given.</summary>
    public static Summary Of(IEnumerable<double> values)
    {
        double[] sample = [.. values.Where(double.IsFinite)];
        if (sample.Length == 0) return new(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        double sum = 0;
        foreach (double value in sample) sum += value;
        double mean = sum / sample.Length, squares = 0;
        foreach (double value in sample) squares += (value - mean) * (value - mean);
        double std = sample.Length > 1 ? Math.Sqrt(squares / (sample.Length - 1)) : double.NaN;
        Array.Sort(sample);
        return new(sample.Length, mean, std, Quantile(sample, 0.1), Quantile(sample, 0.5), Quantile(sample, 0.9));
    }

    /// <summary>Without what is said of the spread: of values that differ by more than their seed.</summary>
    public Summary WithoutSpread() => this with { Std = double.NaN, Q10 = double.NaN, Q90 = double.NaN };

    /// <summary>The quantile of sorted values at <paramref name="p"/>, interpolated linearly at position p (n - 1).</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double p)
    {
        if (sorted.Length == 0) return double.NaN;
        double position = p * (sorted.Length - 1);
        int low = (int)Math.Floor(position), high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + (position - low) * (sorted[high] - sorted[low]);
    }
}
