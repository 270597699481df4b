using LayerDyn.Science.Catalog;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Points of which all but the first few wait until the test opens the gate: a sweep that cannot end too soon.</summary>
[Kind("gated", "waits at a gate, but for the first few")]
public sealed record GatedInit : Initialisation
{
    private const int Free = 12; // three packs of the test, whichever come first

    private static readonly ManualResetEventSlim Gate = new();

    private static int _created;

    [Parameter("thousand times the value of every weight")]
    public double Value { get; init; }

    public static void Open() => Gate.Set();

    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        if (Interlocked.Increment(ref _created) > Free) Gate.Wait();
        return new ConstantInit { Value = Value / 1000 }.Create(model, task, stream);
    }
}
