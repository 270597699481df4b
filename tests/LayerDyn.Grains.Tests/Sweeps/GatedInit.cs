using LayerDyn.Science.Catalog;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Points of which all but the first few wait until the test opens the gate: a sweep that cannot end too soon.</summary>
[Kind("gated", "waits at a gate, but for the first few")]
public sealed record GatedInit : ObstructedInit
{
    private const int Free = 12; // three batches of the test, whichever come first

    private static readonly ManualResetEventSlim Gate = new();

    private static int _created;

    /// <summary>Points that were begun since the gate was closed.</summary>
    public static int Begun => Volatile.Read(ref _created);

    public static void Close()
    {
        Gate.Reset();
        _created = 0;
    }

    public static void Open() => Gate.Set();

    protected override void Obstruct()
    {
        if (Interlocked.Increment(ref _created) > Free) Gate.Wait();
    }
}
