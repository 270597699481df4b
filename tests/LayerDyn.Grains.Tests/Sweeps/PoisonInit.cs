using LayerDyn.Science.Catalog;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Weights that cannot be made for one value: a point that throws every time it is tried.</summary>
[Kind("poison", "throws for the value 3")]
public sealed record PoisonInit : Initialisation
{
    private static int _tries;

    [Parameter("value of every weight; 3 throws")]
    public double Value { get; init; }

    /// <summary>How often the poisoned point was tried.</summary>
    public static int Tries => _tries;

    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        if (Value == 3)
        {
            Interlocked.Increment(ref _tries);
            throw new InvalidOperationException("the weights are poisoned");
        }

        return new ConstantInit { Value = Value / 10 }.Create(model, task, stream);
    }
}
