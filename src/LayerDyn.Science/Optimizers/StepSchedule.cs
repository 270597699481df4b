using LayerDyn.Science.Catalog;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Optimizers;

/// <summary>The learning rate is multiplied by <see cref="Gamma"/> every so many steps, as <c>torch.optim.lr_scheduler.StepLR</c>.</summary>
[Kind("step", "the learning rate is multiplied by gamma every so many steps")]
public sealed record StepSchedule : Schedule
{
    /// <summary>Steps between two changes.</summary>
    [Parameter("steps between two changes", Min = 1)]
    public required long Every { get; init; }

    /// <summary>Factor of each change.</summary>
    [Parameter("factor of each change", Min = 0, AboveMin = true, Symbol = "γ")]
    public double Gamma { get; init; } = 0.1;

    /// <inheritdoc/>
    public override double Factor(long step, long steps) => PortableMath.Pow(Gamma, step / Every);
}
