using LayerDyn.Science.Catalog;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Weights that never come for one value: a point that hangs, deaf to cancellation, until the test lets it go.</summary>
[Kind("hanging", "hangs for the value 3")]
public sealed record HangingInit : ObstructedInit
{
    private static readonly ManualResetEventSlim Released = new();

    public static void Release() => Released.Set();

    protected override void Obstruct()
    {
        if (Value == 3) Released.Wait();
    }
}
