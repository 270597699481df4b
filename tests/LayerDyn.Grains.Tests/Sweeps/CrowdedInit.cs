using LayerDyn.Science.Catalog;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Counts how many points are at it at once, and takes long enough for others to come.</summary>
[Kind("crowded", "counts who is there")]
public sealed record CrowdedInit : ObstructedInit
{
    private static int _there, _most;

    /// <summary>The most points that were at it at once, since the last call.</summary>
    public static int TakeMost() => Interlocked.Exchange(ref _most, 0);

    protected override void Obstruct()
    {
        int there = Interlocked.Increment(ref _there);
        for (int most = _most; there > most; most = _most) Interlocked.CompareExchange(ref _most, there, most);
        Thread.Sleep(20);
        Interlocked.Decrement(ref _there);
    }
}
