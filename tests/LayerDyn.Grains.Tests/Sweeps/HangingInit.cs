using LayerDyn.Science.Catalog;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Weights that never come for one value: a point that hangs, deaf to cancellation, until the test lets it go.</summary>
[Kind("hanging", "hangs for the value 3")]
public sealed record HangingInit : Initialisation
{
    private static readonly ManualResetEventSlim Released = new();

    [Parameter("value of every weight; 3 hangs")]
    public double Value { get; init; }

    public static void Release() => Released.Set();

    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        if (Value == 3) Released.Wait();
        return new ConstantInit { Value = Value / 10 }.Create(model, task, stream);
    }
}
