using System.Diagnostics;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Telemetry;

/// <summary>
/// The spans of a sweep. All of them are of one trace, whose id is made from the sweep's id (<see cref="SweepTrace"/>), so that they
/// find each other without being told: across silos, after a crash, and after a resume weeks later. What caused a span from outside,
/// such as the HTTP request that submitted the sweep, is linked. Of a sweep's batches a few hundred have spans
/// (<see cref="SweepTrace.IsSampled"/>); the others cost nothing.
/// </summary>
public static class LayerDynActivities
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "LayerDyn";

    /// <summary>Tag of the sweep's id, also on the request that submits it.</summary>
    public const string SweepTag = "layerdyn.sweep";

    /// <summary>Tag of a lease's id.</summary>
    public const string LeaseTag = "layerdyn.lease";

    /// <summary>Tag of points' indices, as ranges.</summary>
    public const string PointsTag = "layerdyn.points";

    private static readonly ActivitySource Source = new(SourceName, ProductVersion.Full);

    /// <summary>
    /// <c>sweep submit</c>: the API takes a sweep. Call from the silo's <c>SweepSubmitter.StartAsync</c>, around the call of the sweep
    /// grain. The request's span gets the sweep's id.
    /// </summary>
    public static SweepSpan Submit(string sweep, long points)
    {
        Activity.Current?.SetTag(SweepTag, sweep);
        var span = Start("sweep submit", ActivityKind.Producer, sweep);
        span.Activity?.SetTag("layerdyn.sweep.points", points);
        return span;
    }

    /// <summary><c>sweep start</c>: a sweep begins or goes on. Call from <c>SweepGrain.GoOnAsync</c>, around all of it.</summary>
    public static SweepSpan Begin(string sweep) => Start("sweep start", ActivityKind.Internal, sweep);

    /// <summary>
    /// <c>shard open</c>: a shard is taken over. Call from <c>ShardGrain.TakeOverAsync</c>, around all of it but the grants. Not recorded where nothing
    /// caused it but the time, as when the sweep looks after its shards just when one of them is done.
    /// </summary>
    public static SweepSpan OpenShard(string sweep, int shard)
    {
        if (Activity.Current is null) return new SweepSpan(null, null, detached: false);
        var span = Start("shard open", ActivityKind.Internal, sweep);
        span.Activity?.SetTag("layerdyn.shard", shard);
        return span;
    }

    /// <summary>
    /// <c>batch dispatch</c>: a lease is handed to a worker. Call from <c>ShardGrain.HandOverAsync</c>, around the call of the worker. It is
    /// a root of the sweep's trace, and not current: one call hands several over.
    /// </summary>
    /// <returns>The lease, with the span's id for what happens under it elsewhere, and the span.</returns>
    public static (LeaseOrder Lease, SweepSpan Span) Dispatch(LeaseOrder lease)
    {
        var before = Activity.Current;
        Activity.Current = null;
        var span = StartBatch("batch dispatch", ActivityKind.Producer, lease, default, detached: true);
        Activity.Current = before;
        return (lease with { Trace = span.Activity?.Id }, span);
    }

    /// <summary>
    /// <c>batch train</c>: a lane trains a batch. Call from <c>DeviceLane.Work</c>, around <c>BatchRunner.Run</c>. The parent is the dispatch.
    /// </summary>
    public static SweepSpan Train(LeaseOrder assignment, string device)
    {
        var span = StartBatch("batch train", ActivityKind.Consumer, assignment, Parse(assignment.Trace));
        span.Activity?.SetTag("layerdyn.device", device);
        return span;
    }

    /// <summary>
    /// <c>checkpoint upload</c>: from taking a checkpoint to having it in the store. Start it in <c>BatchRunner.Save</c>, and end it
    /// (<see cref="SweepSpan.Dispose"/>) where the upload has ended.
    /// </summary>
    public static SweepSpan Checkpoint(LeaseOrder assignment, ActivityContext train, long step, long bytes)
    {
        var span = StartBatch("checkpoint upload", ActivityKind.Producer, assignment, train, detached: true);
        span.Activity?.SetTag("layerdyn.step", step).SetTag("layerdyn.bytes", bytes);
        return span;
    }

    /// <summary>
    /// <c>batch commit</c>: from the end of training to the results in the store. Start it in <c>DeviceLane.Hand</c>, and end it where
    /// the upload has ended.
    /// </summary>
    public static SweepSpan Commit(LeaseOrder assignment, ActivityContext train, long bytes)
    {
        var span = StartBatch("batch commit", ActivityKind.Producer, assignment, train, detached: true);
        span.Activity?.SetTag("layerdyn.bytes", bytes);
        return span;
    }

    /// <summary>
    /// <c>batch settle</c>: the shard takes a result in and writes its manifest. Call from <c>ShardGrain.CommitAsync</c>, around it. The
    /// parent is the dispatch.
    /// </summary>
    public static SweepSpan Settle(string sweep, LeaseResult result, PointRanges points)
    {
        var span = SweepTrace.IsSampled(result.Lease)
            ? Start("batch settle", ActivityKind.Consumer, sweep, Parse(result.Trace))
            : new SweepSpan(null, Activity.Current, detached: false);
        span.Activity?.SetTag(LeaseTag, result.Lease).SetTag(PointsTag, points.ToString());
        return span;
    }

    /// <summary>
    /// <c>batch lost</c>: always recorded, with its reason. Call from <c>ShardGrain</c> where
    /// <see cref="BatchInstruments.Returned"/> is called.
    /// </summary>
    public static void Lose(string sweep, PointRanges points, ReturnReason reason)
    {
        using var span = Start("batch lost", ActivityKind.Internal, sweep);
        span.Activity?.SetTag(PointsTag, points.ToString()).SetTag("layerdyn.reason", Tags.Of(reason)).SetStatus(ActivityStatusCode.Error, "the batch is leased again");
    }

    /// <summary>
    /// <c>point failed</c>: always recorded. Call where a point fails: <c>BatchRunner.TryAlone</c> and
    /// <c>ShardGrain.FailPointAsync</c>.
    /// </summary>
    public static void Fail(string sweep, long point, int attempts, string why)
    {
        using var span = Start("point failed", ActivityKind.Internal, sweep);
        span.Activity?.SetTag("layerdyn.point", point).SetTag("layerdyn.attempts", attempts).SetStatus(ActivityStatusCode.Error, why);
    }

    /// <summary><c>curves draw</c>: the curves are drawn. Call from <c>SweepGrain.DrawAsync</c>, around all of it.</summary>
    public static SweepSpan Draw(string sweep) => Start("curves draw", ActivityKind.Internal, sweep);

    private static ActivityContext Parse(string? trace) => ActivityContext.TryParse(trace, null, isRemote: true, out var context) ? context : default;

    private static SweepSpan StartBatch(string name, ActivityKind kind, LeaseOrder assignment, ActivityContext parent, bool detached = false)
    {
        if (!SweepTrace.IsSampled(assignment.Lease))
        {
            var before = Activity.Current;
            // Without a span of its own a batch must not run under one that happens to be current: its calls would be recorded there.
            if (!detached) Activity.Current = null;
            return new SweepSpan(null, before, detached);
        }

        var span = Start(name, kind, assignment.SweepId, parent, detached);
        span.Activity?.SetTag(LeaseTag, assignment.Lease).SetTag(PointsTag, assignment.Points.ToString());
        return span;
    }

    private static SweepSpan Start(string name, ActivityKind kind, string sweep, ActivityContext parent = default, bool detached = false)
    {
        var before = Activity.Current;
        if (!Source.HasListeners()) return new SweepSpan(null, before, detached);
        var trace = SweepTrace.Of(sweep);
        var cause = parent != default ? parent : before?.Context ?? default;
        bool same = cause.TraceId == trace;
        // A span that is given no parent takes the current one, even of another trace.
        if (!same) Activity.Current = null;
        var activity = Source.StartActivity(
            name, kind, same ? cause : new ActivityContext(trace, default, ActivityTraceFlags.Recorded), links: same || cause == default ? [] : [new ActivityLink(cause)]);
        activity?.SetTag(SweepTag, sweep);
        if (detached || activity is null) Activity.Current = before;
        return new SweepSpan(activity, before, detached);
    }
}
