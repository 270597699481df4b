using System.Globalization;

namespace LayerDyn.Sweeps.Planning;

/// <summary>How many points of a sweep, or of a part of it, stand where: expected = finished + diverged + failed + remaining.</summary>
/// <param name="Expected">Number of points.</param>
/// <param name="Finished">Points committed with all steps done, or stopped by their condition.</param>
/// <param name="Diverged">Points committed as diverged: a result.</param>
/// <param name="Failed">Points that failed: their attempts were used up.</param>
public readonly record struct Ledger(long Expected, long Finished = 0, long Diverged = 0, long Failed = 0)
{
    /// <summary>Points that have a result.</summary>
    public long Committed => Finished + Diverged;

    /// <summary>Points still pending, leased ones included.</summary>
    public long Remaining => Expected - Finished - Diverged - Failed;

    /// <summary>Whether every point has a result.</summary>
    public bool IsComplete => Committed == Expected;

    /// <summary>Two parts together.</summary>
    public static Ledger operator +(Ledger a, Ledger b) => new(a.Expected + b.Expected, a.Finished + b.Finished, a.Diverged + b.Diverged, a.Failed + b.Failed);

    /// <summary>Without a part.</summary>
    public static Ledger operator -(Ledger a, Ledger b) => new(a.Expected - b.Expected, a.Finished - b.Finished, a.Diverged - b.Diverged, a.Failed - b.Failed);

    /// <summary>The ledger on one line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"expected {Expected} = finished {Finished} + diverged {Diverged} + failed {Failed} + remaining {Remaining}");
}
