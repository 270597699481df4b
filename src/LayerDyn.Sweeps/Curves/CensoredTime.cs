namespace LayerDyn.Sweeps.Curves;

/// <summary>A median over runs of which some had not come to an event when they ended.</summary>
/// <param name="Value">The median; what it exceeds when <paramref name="Censored"/>; NaN without runs.</param>
/// <param name="Censored">Whether all that is known is that the median is above <paramref name="Value"/>.</param>
internal readonly record struct CensoredTime(double Value, bool Censored)
{
    /// <summary>The median as a number: NaN when it is not known.</summary>
    public double Known => Censored ? double.NaN : Value;

    /// <summary>What the median is above, when that is all that is known; else NaN.</summary>
    public double Above => Censored ? Value : double.NaN;

    /// <summary>The median over runs; one that had not come to the event counts as later than each that had.</summary>
    /// <param name="runs">The time of the event, NaN for none yet, and the time at which the run ended.</param>
    public static CensoredTime Median(IEnumerable<(double Time, double End)> runs)
    {
        var sorted = runs.Select(run => double.IsFinite(run.Time) ? (run.Time, Censored: false) : (Time: run.End, Censored: true))
            .OrderBy(run => run.Censored).ThenBy(run => run.Time).ToArray();
        if (sorted.Length == 0) return new(double.NaN, false);
        var (low, high) = (sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]);
        return new((low.Time + high.Time) / 2, high.Censored);
    }
}
