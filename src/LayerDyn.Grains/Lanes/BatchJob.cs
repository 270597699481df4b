using System.Diagnostics;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Workers;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Lanes;

/// <summary>A batch waiting for or running on a lane.</summary>
/// <param name="assignment">The points.</param>
/// <param name="arrived">Timestamp of its arrival.</param>
/// <param name="reported">Receives the batch and its report once its results are in the store, on any thread.</param>
public sealed class BatchJob(LeaseOrder assignment, long arrived, Action<BatchJob, LeaseResult> reported) : IHeldLease
{
    private readonly CancellationTokenSource _cancellation = new();
    private long _stepsDone, _checkpoint;
    private TaskCompletionSource<long>? _wanted;
    private int _reported;
    private bool _wants, _yields, _waits;
    private TimeSpan? _had;

    /// <summary>The points.</summary>
    public LeaseOrder Assignment { get; } = assignment;

    /// <inheritdoc/>
    public string Shard => Assignment.Shard;

    /// <inheritdoc/>
    public long Lease => Assignment.Lease;

    /// <inheritdoc/>
    public PointRanges Points => Assignment.Points;

    /// <inheritdoc/>
    public bool IsAlone => Assignment.Alone;

    /// <summary>Number of its points.</summary>
    public int PointCount { get; } = (int)assignment.Points.Count;

    /// <summary>The span of its training.</summary>
    public ActivityContext Span { get; set; }

    /// <summary>Timestamp of its arrival.</summary>
    public long Arrived { get; } = arrived;

    /// <summary>Its points that have checkpoints or live rows in the store.</summary>
    public IReadOnlyList<(long Index, PointId Id)> Checkpointed { get; set; } = [];

    /// <summary>Cancelled when the batch must stop now.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <inheritdoc/>
    public bool IsInterrupted { get; private set; }

    /// <summary>Optimizer steps done over all points of the batch, as last heard.</summary>
    public long StepsDone => Interlocked.Read(ref _stepsDone);

    /// <summary>Steps of all its points together; 0 until the lane has read them.</summary>
    public long Steps { get; private set; }

    /// <summary>Steps that earlier attempts had done: it goes on from their checkpoint.</summary>
    public long StepsBefore { get; private set; }

    /// <summary>Step of the newest checkpoint of a point that runs alone, as it is in the store; 0 for none.</summary>
    public long Checkpoint
    {
        get => Interlocked.Read(ref _checkpoint);
        set
        {
            Interlocked.Exchange(ref _checkpoint, value);
            Interlocked.Exchange(ref _wanted, null)?.TrySetResult(value);
        }
    }

    /// <summary>Whether somebody waits for a checkpoint that is not on its way yet.</summary>
    public bool WantsCheckpoint
    {
        get => Volatile.Read(ref _wants);
        set => Volatile.Write(ref _wants, value);
    }

    /// <summary>What was measured so far of a point that runs alone.</summary>
    public LiveRows Live { get; } = new();

    /// <inheritdoc/>
    public (long Steps, TimeSpan At)? LastAdvance { get; set; }

    /// <inheritdoc/>
    public LeaseStage Stage { get; private set; }

    /// <summary>When a lane took it (UTC).</summary>
    public DateTime Since { get; private set; }

    /// <summary>
    /// Asks the lane to stop: at once for a batch of several points, whose finished points are committed; after its next checkpoint
    /// for a point that runs alone, or when <paramref name="grace"/> is over.
    /// </summary>
    public void Interrupt(TimeSpan grace)
    {
        IsInterrupted = true;
        _cancellation.CancelAfter(PointCount > 1 ? TimeSpan.Zero : grace);
    }

    /// <summary>The step of the next checkpoint of a point that runs alone, which is made soon; cancelled when the point ends before.</summary>
    public Task<long> NextCheckpointAsync()
    {
        var wanted = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        wanted = Interlocked.CompareExchange(ref _wanted, wanted, null) ?? wanted;
        WantsCheckpoint = true;
        return wanted.Task;
    }

    /// <summary>A lane takes it.</summary>
    public void Begin(DateTime now) => (Since, Stage) = (now, LeaseStage.Training);

    /// <summary>The lane is free again, after so long.</summary>
    public void End(TimeSpan had) => _had = had;

    /// <summary>How long it has had its lane.</summary>
    public TimeSpan HadBy(DateTime now) => _had ?? (Stage == LeaseStage.Waiting ? TimeSpan.Zero : now - Since);

    /// <inheritdoc/>
    public bool WaitsForStore => Volatile.Read(ref _waits);

    /// <summary>Its lane waits for the store, until what is returned is disposed: it does no steps, and does not hang.</summary>
    public IDisposable WaitForStore()
    {
        Volatile.Write(ref _waits, true);
        return new Waiting(this);
    }

    /// <summary>Stops now.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>The lane has read the points.</summary>
    public void Expect(long steps, long before)
    {
        (Steps, StepsBefore) = (steps, before);
        if (PointCount == 1) Interlocked.Exchange(ref _checkpoint, before);
    }

    /// <summary>What it is busy with, for people.</summary>
    public RunningReport Running() => new(Assignment.SweepId, Assignment.Points, PointCount, Since)
    {
        Number = Assignment.Number,
        StepsDone = Math.Min(Steps, StepsBefore + StepsDone), // a point that is tried again does its steps again
        Steps = Steps,
    };

    /// <summary>The same, to make room for another sweep.</summary>
    public void Yield(TimeSpan grace)
    {
        _yields = true;
        Interrupt(grace);
    }

    /// <summary>Adds to <see cref="StepsDone"/>.</summary>
    public void Advance(long steps) => Interlocked.Add(ref _stepsDone, steps);

    /// <summary>The lane is done with it.</summary>
    public void Commit() => Stage = LeaseStage.Committing;

    /// <summary>Hands the report back, once.</summary>
    public void Report(LeaseResult report)
    {
        Interlocked.Exchange(ref _wanted, null)?.TrySetCanceled();
        if (Interlocked.Exchange(ref _reported, 1) == 0) reported(this, report with { Number = Assignment.Number, Steps = StepsDone, Trace = Assignment.Trace, Yielded = _yields, Seconds = _had?.TotalSeconds ?? 0 });
    }

    private sealed class Waiting(BatchJob job) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref job._waits, false);
    }
}
