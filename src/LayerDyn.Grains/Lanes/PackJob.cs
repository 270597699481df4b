using System.Diagnostics;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Lanes;

/// <summary>A pack waiting for or running on a lane.</summary>
/// <param name="assignment">The points.</param>
/// <param name="arrived">Timestamp of its arrival.</param>
/// <param name="trained">Told when the lane is free again and the results are on their way to the store.</param>
/// <param name="reported">Receives the report once its results are in the store, on any thread.</param>
public sealed class PackJob(PackAssignment assignment, long arrived, Action trained, Action<PackReport> reported)
{
    private readonly CancellationTokenSource _cancellation = new();
    private long _stepsDone;
    private int _reported;

    /// <summary>The points.</summary>
    public PackAssignment Assignment { get; private set; } = assignment;

    /// <summary>Number of its points.</summary>
    public int PointCount { get; } = (int)IndexRanges.Count(assignment.Points);

    /// <summary>The span of the call that handed the pack over.</summary>
    public ActivityContext Origin { get; } = Activity.Current?.Context ?? default;

    /// <summary>The span of its training.</summary>
    public ActivityContext Span { get; set; }

    /// <summary>Timestamp of its arrival.</summary>
    public long Arrived { get; } = arrived;

    /// <summary>Its points that have checkpoints in the store.</summary>
    public IReadOnlyList<PointId> Checkpointed { get; set; } = [];

    /// <summary>Cancelled when the pack must stop now.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Whether the pack is to leave a checkpoint and stop.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>Optimizer steps done over all points of the pack, as last heard.</summary>
    public long StepsDone => Interlocked.Read(ref _stepsDone);

    /// <summary>Steps of all its points together; 0 until the lane has read them.</summary>
    public long Steps { get; private set; }

    /// <summary>Steps that earlier attempts had done: it goes on from their checkpoint.</summary>
    public long StepsBefore { get; private set; }

    /// <summary>How far it is.</summary>
    public PackStage Stage { get; private set; }

    /// <summary>When a lane took it (UTC).</summary>
    public DateTime Since { get; private set; }

    /// <summary>
    /// Asks the lane to stop: at once for a pack of several points, whose finished points are committed; after its next checkpoint
    /// for a point that runs alone, or when <paramref name="grace"/> is over.
    /// </summary>
    public void Interrupt(TimeSpan grace)
    {
        IsInterrupted = true;
        _cancellation.CancelAfter(PointCount > 1 ? TimeSpan.Zero : grace);
    }

    /// <summary>A lane takes it.</summary>
    public void Begin(DateTime now) => (Since, Stage) = (now, PackStage.Training);

    /// <summary>Stops now.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>The shard has come back to life and hands out the same pack again: the work goes on under its new attempt.</summary>
    public void Renew(PackAssignment assignment) => Assignment = assignment;

    /// <summary>The lane has read the points.</summary>
    public void Expect(long steps, long before) => (Steps, StepsBefore) = (steps, before);

    /// <summary>What it is busy with, for people.</summary>
    public RunningReport Running() => new(Assignment.SweepId, Assignment.Pack, PointCount, Since)
    {
        Indices = Assignment.Points,
        Number = Assignment.Number,
        StepsDone = Math.Min(Steps, StepsBefore + StepsDone), // a point that is tried again does its steps again
        Steps = Steps,
    };

    /// <summary>Adds to <see cref="StepsDone"/>.</summary>
    public void Advance(long steps) => Interlocked.Add(ref _stepsDone, steps);

    /// <summary>The lane is done with it.</summary>
    public void Commit()
    {
        Stage = PackStage.Committing;
        trained();
    }

    /// <summary>Whether the report was handed back.</summary>
    public bool IsReported => Volatile.Read(ref _reported) == 1;

    /// <summary>Hands the report back, once.</summary>
    public void Report(PackReport report)
    {
        if (Interlocked.Exchange(ref _reported, 1) == 0) reported(report with { Attempt = Assignment.Attempt, Number = Assignment.Number, Steps = StepsDone });
    }
}
