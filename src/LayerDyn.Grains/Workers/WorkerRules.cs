using LayerDyn.Contracts.Scheduling;

namespace LayerDyn.Grains.Workers;

/// <summary>
/// What a worker decides of a lease that it holds: pure, as <see cref="Scheduling.LeaseTable"/> is for the owner. It knows no clock, no lane and
/// no message.
/// <list type="table">
/// <listheader><term>stage, event</term><description>what the worker does</description></listheader>
/// <item><term>waiting, told to stop or to yield</term><description>releases it</description></item>
/// <item><term>training, told to stop</term><description>has it leave a checkpoint, stop, and releases it</description></item>
/// <item><term>training, told to yield</term><description>goes on</description></item>
/// <item><term>waiting or training, told to drop it</term><description>abandons it: its points are committed, or somebody else's</description></item>
/// <item><term>training, no step for longer than the limit</term><description>reports that it hangs, and abandons it</description></item>
/// <item><term>committing, told anything</term><description>goes on: its results count if they are first</description></item>
/// <item><term>committing, the owner did not take the report</term><description>reports again with the next heartbeat, while it has results or failures</description></item>
/// </list>
/// </summary>
public static class WorkerRules
{
    // A sweep opens a shard again that has lost its owner, in seconds; a store that is away for longer is waited for by the owner.
    private const int MostReports = 300;

    /// <summary>What to do on an owner's command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="stage">How far the lease is.</param>
    /// <param name="isInterrupted">Whether it stops already.</param>
    public static WorkerAction On(LeaseCommand command, LeaseStage stage, bool isInterrupted) => (command, stage) switch
    {
        (_, LeaseStage.Committing) => WorkerAction.None,
        (LeaseCommand.Drop, _) => WorkerAction.Abandon,
        (LeaseCommand.Stop or LeaseCommand.Yield, LeaseStage.Waiting) => WorkerAction.Release,
        (LeaseCommand.Stop, LeaseStage.Training) when !isInterrupted => WorkerAction.Interrupt,
        _ => WorkerAction.None,
    };

    /// <summary>When the steps of a lease advanced last, as far as is seen now.</summary>
    /// <param name="last">The same, as it was seen before; null at first.</param>
    /// <param name="stage">How far the lease is.</param>
    /// <param name="waitsForStore">Whether it waits for the store.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="now">The time.</param>
    public static (long Steps, TimeSpan At) Advanced((long Steps, TimeSpan At)? last, LeaseStage stage, bool waitsForStore, long steps, TimeSpan now) =>
        stage == LeaseStage.Training && !waitsForStore && last is { } seen && seen.Steps == steps ? seen : (steps, now);

    /// <summary>Whether to report a lease's end again that its owner did not take.</summary>
    /// <param name="settles">Whether points of it have a result or have failed.</param>
    /// <param name="times">How often it was reported.</param>
    public static bool ReportsAgain(bool settles, int times) => settles && times < MostReports;
}

/// <summary>What a worker does with a lease.</summary>
public enum WorkerAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It goes back at once, without a result.</summary>
    Release,

    /// <summary>It leaves a checkpoint and goes back, with what is finished.</summary>
    Interrupt,

    /// <summary>It is forgotten.</summary>
    Abandon,
}
