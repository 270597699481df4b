using LayerDyn.Science.Catalog;

namespace LayerDyn.Science.Optimizers;

/// <summary>The learning rate stays as it is.</summary>
[Kind("constant", "the learning rate stays as it is")]
public sealed record ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long steps) => 1;
}
