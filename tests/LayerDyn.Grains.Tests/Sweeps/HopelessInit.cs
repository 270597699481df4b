using LayerDyn.Science.Catalog;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Weights that cannot be made for the values below 5; the others wait until the test opens the gate.</summary>
[Kind("hopeless", "throws for values below 5, and waits at a gate for others")]
public sealed record HopelessInit : ObstructedInit
{
    private static readonly ManualResetEventSlim Gate = new();

    public static void Close() => Gate.Reset();

    public static void Open() => Gate.Set();

    protected override void Obstruct()
    {
        if (Value < 5) throw new InvalidOperationException("the weights are hopeless");
        Gate.Wait();
    }
}
