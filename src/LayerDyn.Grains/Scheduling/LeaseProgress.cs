using LayerDyn.Contracts.Scheduling;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Scheduling;

/// <summary>What a heartbeat says of a lease.</summary>
/// <param name="Lease">Its id.</param>
/// <param name="Points">Its points, for an owner that does not know the lease.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="StepsDone">Optimizer steps done over its points, those before a resume included.</param>
/// <param name="Checkpoint">Step of the newest checkpoint of a point that is trained alone, the one that it resumed from included; 0 for none.</param>
public sealed record LeaseProgress(long Lease, PointRanges Points, LeaseStage Stage, long StepsDone, long Checkpoint);
