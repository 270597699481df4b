using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Contracts.Scheduling;

/// <summary>How far a worker is with a leased batch.</summary>
[GenerateSerializer, Alias("layerdyn.lease-stage")]
public enum LeaseStage
{
    /// <summary>It waits for a slot.</summary>
    Waiting = 0,

    /// <summary>A slot trains it.</summary>
    Training = 1,

    /// <summary>It is trained, and its results are on their way to the store.</summary>
    Committing = 2,
}

/// <summary>What a worker is to do with a lease.</summary>
[GenerateSerializer, Alias("layerdyn.lease-command")]
public enum LeaseCommand
{
    /// <summary>Go on.</summary>
    Continue = 0,

    /// <summary>Release it at once if it waits; else checkpoint, stop and release it.</summary>
    Stop = 1,

    /// <summary>Forget it: its points are committed, or somebody else's.</summary>
    Drop = 2,

    /// <summary>Release it at once if it waits, for a slot that is free elsewhere; else go on.</summary>
    Yield = 3,
}

/// <summary>
/// Points that a worker may train as one batch. They are named by their indices: the worker has the sweep's resolved spec, which never
/// changes, and makes the canonical texts itself.
/// </summary>
/// <param name="SweepId">The sweep.</param>
/// <param name="Shard">Key of the shard that hears of it.</param>
/// <param name="Lease">The lease.</param>
/// <param name="Points">The points.</param>
/// <param name="Weight">The sweep's share of a slot that others want too.</param>
/// <param name="Device">Kind of device that its points need: <c>any</c>, <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="MinMemory">Bytes of memory that the device must have.</param>
/// <param name="Number">Which attempt of its points it is, from 1, for people.</param>
/// <param name="Trace">The span that hands it over, as a W3C <c>traceparent</c>; null where it has none.</param>
/// <param name="Alone">Whether it is in quarantine: its shard is told before it begins, and no other such batch runs on its worker meanwhile.</param>
/// <param name="Owner">Who submitted the sweep.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.lease-order")]
public sealed record LeaseOrder(
    [property: Id(0)] string SweepId,
    [property: Id(1)] string Shard,
    [property: Id(2)] long Lease,
    [property: Id(3)] PointRanges Points,
    [property: Id(4)] int Weight,
    [property: Id(5)] string Device = "any",
    [property: Id(6)] long MinMemory = 0,
    [property: Id(7)] int Number = 1,
    [property: Id(8)] string? Trace = null,
    [property: Id(9)] bool Alone = false,
    [property: Id(10)] string Owner = "");

/// <summary>What a heartbeat says of a lease.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Points">Its points, for an owner that does not know it.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="StepsDone">Optimizer steps done over its points, those before a resume included.</param>
/// <param name="Checkpoint">Step of the newest checkpoint of a point that is trained alone, the one that it resumed from included; 0 for none.</param>
/// <param name="Seconds">How long it has had its slot.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.lease-beat")]
public sealed record LeaseBeat(
    [property: Id(0)] long Lease,
    [property: Id(1)] PointRanges Points,
    [property: Id(2)] LeaseStage Stage,
    [property: Id(3)] long StepsDone,
    [property: Id(4)] long Checkpoint,
    [property: Id(5)] double Seconds = 0);

/// <summary>A lease, as its shard knows it.</summary>
/// <param name="Silo">The silo of the worker that has it.</param>
/// <param name="Name">What people call that silo.</param>
/// <param name="Points">Number of points that are trained together under it.</param>
/// <param name="Number">Which attempt of its points it is, from 1.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="StepsDone">Optimizer steps done over its points.</param>
/// <param name="Steps">Steps of all its points together.</param>
/// <param name="Since">When it was granted (UTC).</param>
[GenerateSerializer, Immutable, Alias("layerdyn.lease-report")]
public sealed record LeaseReport(
    [property: Id(0)] SiloAddress Silo,
    [property: Id(1)] string Name,
    [property: Id(2)] long Points,
    [property: Id(3)] int Number,
    [property: Id(4)] LeaseStage Stage,
    [property: Id(5)] long StepsDone,
    [property: Id(6)] long Steps,
    [property: Id(7)] DateTime Since);
