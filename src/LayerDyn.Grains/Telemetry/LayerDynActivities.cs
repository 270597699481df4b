using System.Diagnostics;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Grains.Hosting;

namespace LayerDyn.Grains.Telemetry;

/// <summary>
/// The spans of a sweep. All of them are of one trace, whose id is made from the sweep's id (<see cref="SweepTrace"/>), so that they
/// find each other without being told: across silos, after a crash, and after a resume weeks later. What caused a span from outside,
/// such as the HTTP request that submitted the sweep, is linked. Of a sweep's packs a few hundred have spans
/// (<see cref="SweepTrace.IsSampled"/>); the others cost nothing.
/// </summary>
public static class LayerDynActivities
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "LayerDyn";

    /// <summary>Tag of the sweep's id, also on the request that submits it.</summary>
    public const string SweepTag = "layerdyn.sweep";

    /// <summary>Tag of a pack's name.</summary>
    public const string PackTag = "layerdyn.pack";

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
    /// <c>shard open</c>: a shard is taken over. Call from <c>SweepShardGrain.TakeOverAsync</c>, around all of it but the last
    /// <c>Pump</c>.
    /// </summary>
    public static SweepSpan OpenShard(string sweep, int shard)
    {
        var span = Start("shard open", ActivityKind.Internal, sweep);
        span.Activity?.SetTag("layerdyn.shard", shard);
        return span;
    }

    /// <summary>
    /// <c>pack dispatch</c>: a pack is given to a silo. Call from <c>SweepShardGrain.Dispatch</c>, around <c>StartPackAsync</c>; keep
    /// <see cref="SweepSpan.Context"/> in the <c>RunningPack</c> for <see cref="Settle"/>.
    /// </summary>
    public static SweepSpan Dispatch(PackAssignment assignment) => StartPack("pack dispatch", ActivityKind.Producer, assignment, default);

    /// <summary>
    /// <c>pack train</c>: a lane trains a pack. Call from <c>DeviceLane.Work</c>, around <c>PackRunner.Run</c>. The parent is what
    /// <c>PackJob</c> found as <c>Activity.Current?.Context ?? default</c> when it was made, in the grain call that handed it over.
    /// </summary>
    public static SweepSpan Train(PackAssignment assignment, ActivityContext origin, string device)
    {
        var span = StartPack("pack train", ActivityKind.Consumer, assignment, origin);
        span.Activity?.SetTag("layerdyn.device", device);
        return span;
    }

    /// <summary>
    /// <c>checkpoint upload</c>: from taking a checkpoint to having it in the store. Start it in <c>PackRunner.Save</c>, and end it
    /// (<see cref="SweepSpan.Dispose"/>) where the upload has ended.
    /// </summary>
    public static SweepSpan Checkpoint(PackAssignment assignment, ActivityContext train, long step, long bytes)
    {
        var span = StartPack("checkpoint upload", ActivityKind.Producer, assignment, train, detached: true);
        span.Activity?.SetTag("layerdyn.step", step).SetTag("layerdyn.bytes", bytes);
        return span;
    }

    /// <summary>
    /// <c>pack commit</c>: from the end of training to the results in the store. Start it in <c>DeviceLane.Hand</c>, and end it where
    /// the upload has ended.
    /// </summary>
    public static SweepSpan Commit(PackAssignment assignment, ActivityContext train, long bytes)
    {
        var span = StartPack("pack commit", ActivityKind.Producer, assignment, train, detached: true);
        span.Activity?.SetTag("layerdyn.bytes", bytes);
        return span;
    }

    /// <summary>
    /// <c>pack settle</c>: the shard takes a report in and writes its manifest. Call from <c>SweepShardGrain.ReportAsync</c>, around
    /// <c>SaveAsync</c>, with the context of the pack's dispatch.
    /// </summary>
    public static SweepSpan Settle(string sweep, string pack, ActivityContext dispatch)
    {
        var span = SweepTrace.IsSampled(pack) ? Start("pack settle", ActivityKind.Consumer, sweep, dispatch) : new SweepSpan(null, Activity.Current, detached: false);
        span.Activity?.SetTag(PackTag, pack);
        return span;
    }

    /// <summary>
    /// <c>pack lost</c>: always recorded, with its reason. Call from <c>SweepShardGrain</c> where
    /// <see cref="PackInstruments.Returned"/> is called.
    /// </summary>
    public static void Lose(string sweep, string pack, ReturnReason reason, ActivityContext dispatch)
    {
        using var span = Start("pack lost", ActivityKind.Internal, sweep, dispatch);
        span.Activity?.SetTag(PackTag, pack).SetTag("layerdyn.reason", Tags.Of(reason)).SetStatus(ActivityStatusCode.Error, "the pack is handed out again");
    }

    /// <summary>
    /// <c>point failed</c>: always recorded. Call where a point is given up: <c>PackRunner.TryAlone</c> and
    /// <c>SweepShardGrain.GiveUp</c>.
    /// </summary>
    public static void Fail(string sweep, long point, int attempts, string why)
    {
        using var span = Start("point failed", ActivityKind.Internal, sweep);
        span.Activity?.SetTag("layerdyn.point", point).SetTag("layerdyn.attempts", attempts).SetStatus(ActivityStatusCode.Error, why);
    }

    /// <summary><c>curves draw</c>: the curves are drawn. Call from <c>SweepGrain.DrawAsync</c>, around all of it.</summary>
    public static SweepSpan Draw(string sweep) => Start("curves draw", ActivityKind.Internal, sweep);

    private static SweepSpan StartPack(string name, ActivityKind kind, PackAssignment assignment, ActivityContext parent, bool detached = false)
    {
        if (!SweepTrace.IsSampled(assignment.Pack))
        {
            var before = Activity.Current;
            // Without a span of its own a pack must not run under one that happens to be current: its calls would be recorded there.
            if (!detached) Activity.Current = null;
            return new SweepSpan(null, before, detached);
        }

        var span = Start(name, kind, assignment.SweepId, parent, detached);
        span.Activity?.SetTag(PackTag, assignment.Pack).SetTag(PointsTag, assignment.Points).SetTag("layerdyn.attempt", assignment.Attempt);
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
