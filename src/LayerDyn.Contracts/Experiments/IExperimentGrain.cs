using LayerDyn.Contracts.Sweeps;
using Orleans.Concurrency;

namespace LayerDyn.Contracts.Experiments;

/// <summary>
/// One experiment point, or a pack of points too small to be worth a message each; keyed by <c>sweep/pack</c>, and after hangs
/// by <c>sweep/pack/hangs</c>. The unit of placement, attempts and reports. It hands training to a lane of its silo and never blocks a turn.
/// </summary>
[Alias("layerdyn.experiment")]
public interface IExperimentGrain : IGrainWithStringKey
{
    /// <summary>
    /// Queues the pack on this silo and returns at once; the same attempt twice is queued once. The same points under a later
    /// attempt go on from where they are.
    /// </summary>
    [Alias("start")]
    Task<PackPlacement> StartAsync(PackAssignment assignment);

    /// <summary>From the lane: it is free again, and the results are on their way to the store.</summary>
    [Alias("trained"), OneWay]
    Task TrainedAsync();

    /// <summary>From the lane: the attempt has ended. Ignored when it is not the attempt that runs.</summary>
    [Alias("complete")]
    Task CompleteAsync(PackReport report);

    /// <summary>Asks the lane to stop at the next step; what is finished is still reported.</summary>
    [Alias("interrupt")]
    Task InterruptAsync();

    /// <summary>Gives the attempt up: its lane is replaced if it does not stop, and nothing is reported.</summary>
    [Alias("abandon")]
    Task AbandonAsync(long attempt);
}
