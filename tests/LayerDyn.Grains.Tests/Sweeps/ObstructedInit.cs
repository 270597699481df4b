using LayerDyn.Science.Catalog;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Equal weights that something may keep from being made.</summary>
public abstract record ObstructedInit : Initialisation
{
    [Parameter("thousand times the value of every weight")]
    public double Value { get; init; }

    public sealed override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        Obstruct();
        return new ConstantInit { Value = Value / 1000 }.Create(model, task, stream);
    }

    /// <summary>Waits, throws or does nothing.</summary>
    protected abstract void Obstruct();
}
