using LayerDyn.Science.Catalog;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Optimizers;

/// <summary>
/// Half a cosine from 1 at the first step to <see cref="Floor"/> at the end (Loshchilov and Hutter 2017, arXiv 1608.03983), as
/// <c>torch.optim.lr_scheduler.CosineAnnealingLR</c> with <c>T_max</c> the number of steps.
/// </summary>
[Kind("cosine", "half a cosine from the full learning rate to a floor at the last step")]
public sealed record CosineSchedule : Schedule
{
    /// <summary>Factor reached after the last step.</summary>
    [Parameter("factor reached after the last step", Min = 0, Max = 1)]
    public double Floor { get; init; }

    /// <inheritdoc/>
    public override double Factor(long step, long steps) => Floor + (1 - Floor) * (1 + PortableMath.Cos(Math.PI * step / steps)) / 2;
}
