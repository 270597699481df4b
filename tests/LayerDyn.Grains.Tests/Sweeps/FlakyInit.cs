using LayerDyn.Science.Catalog;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Weights that cannot be made the first two times for one value: with the batch, and once alone.</summary>
[Kind("flaky", "throws twice for the value 3")]
public sealed record FlakyInit : ObstructedInit
{
    private static int _tries;

    protected override void Obstruct()
    {
        if (Value == 3 && Interlocked.Increment(ref _tries) <= 2) throw new InvalidOperationException("the weights are flaky");
    }
}
