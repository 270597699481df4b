using LayerDyn.Science.Catalog;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Weights that cannot be made for one value: a point that throws every time it is tried.</summary>
[Kind("poison", "throws for the value 3")]
public sealed record PoisonInit : ObstructedInit
{
    private static int _tries;

    /// <summary>How often the poisoned point was tried.</summary>
    public static int Tries => _tries;

    protected override void Obstruct()
    {
        if (Value != 3) return;
        Interlocked.Increment(ref _tries);
        throw new InvalidOperationException("the weights are poisoned");
    }
}
