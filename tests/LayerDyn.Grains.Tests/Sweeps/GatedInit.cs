using LayerDyn.Science.Catalog;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Points of which all but the first few wait until the test opens the gate: a sweep that cannot end too soon.</summary>
[Kind("gated", "waits at a gate from the value 8 on")]
public sealed record GatedInit : Initialisation
{
    private static readonly ManualResetEventSlim Gate = new();

    [Parameter("thousand times the value of every weight; from 8 on the gate must be open")]
    public double Value { get; init; }

    public static void Open() => Gate.Set();

    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        if (Value >= 8) Gate.Wait();
        return new ConstantInit { Value = Value / 1000 }.Create(model, task, stream);
    }
}
