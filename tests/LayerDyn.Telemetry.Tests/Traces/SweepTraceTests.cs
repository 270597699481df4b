using System.Diagnostics;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Telemetry.Tests.Traces;

public sealed class SweepTraceTests : IDisposable
{
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public SweepTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LayerDynActivities.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                lock (_ended) _ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public void Trace_IsTheSameOnEverySilo()
    {
        // printf 'layerdyn-sweep:toy-01234567' | sha256sum | cut -c1-32
        Assert.Equal("b4b6020d65a65cc96293a17ee31e0306", SweepTrace.Of("toy-01234567").ToString());
        Assert.NotEqual(SweepTrace.Of("toy-01234567"), SweepTrace.Of("toy-01234568"));
    }

    [Fact]
    public void Batches_OfAMillion_HaveFewSpans()
    {
        int[] sampled = [.. Enumerable.Range(0, 1_000_000).Where(number => SweepTrace.IsSampled((3L << 32) + number))];

        Assert.Equal(Enumerable.Range(0, 64), sampled.Take(64));
        Assert.InRange(sampled.Length, 500, 512);
        Assert.All(Enumerable.Range(6, 13), power => Assert.Equal(32, sampled.Count(number => number >= 1 << power && number < 2 << power)));
    }

    [Fact]
    public void Train_BelowADispatch_IsItsChildInTheSweepsTrace()
    {
        var (lease, dispatch) = LayerDynActivities.Dispatch(Lease(3));
        dispatch.Dispose();
        using (var train = LayerDynActivities.Train(lease, "cpu")) Assert.Same(train.Activity, Activity.Current);

        var (first, second) = (Ended("batch dispatch"), Ended("batch train"));
        Assert.Equal(SweepTrace.Of("toy-01234567"), first.TraceId);
        Assert.Equal(default, first.ParentSpanId);
        Assert.Equal((first.TraceId, first.SpanId), (second.TraceId, second.ParentSpanId));
        Assert.Equal("0-7", second.GetTagItem(LayerDynActivities.PointsTag));
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void Batch_WithoutSpans_DoesNotRunUnderTheCurrentOne()
    {
        using var shard = LayerDynActivities.OpenShard("toy-01234567", 0);
        using (var train = LayerDynActivities.Train(Lease(99_999), "cpu"))
        {
            Assert.Null(train.Activity);
            Assert.Null(Activity.Current);
        }

        Assert.Same(shard.Activity, Activity.Current);
    }

    [Fact]
    public void Submit_LinksTheRequestThatCausedIt()
    {
        using var request = new Activity("request").Start();
        using (LayerDynActivities.Submit("toy-01234567", 10))
        {
        }

        Assert.Same(request, Activity.Current);
        var submit = Ended("sweep submit");
        Assert.Equal(default, submit.ParentSpanId); // the request is of another trace
        Assert.Equal(SweepTrace.Of("toy-01234567"), submit.TraceId);
        Assert.Equal(request.Context, Assert.Single(submit.Links).Context);
        Assert.Equal("toy-01234567", request.GetTagItem(LayerDynActivities.SweepTag));
    }

    [Fact]
    public async Task Checkpoint_EndedOnAnotherThread_LeavesBothThreadsTheirSpans()
    {
        using var train = LayerDynActivities.Train(Lease(1), "cpu");
        var upload = LayerDynActivities.Checkpoint(Lease(1), train.Context, step: 10, bytes: 100);
        Assert.Same(train.Activity, Activity.Current);

        await Task.Run(() =>
        {
            using var other = new Activity("other").Start();
            upload.Fail("the disk is full");
            upload.Dispose();
            Assert.Same(other, Activity.Current);
        });

        var ended = Ended("checkpoint upload");
        Assert.Equal(train.Activity!.SpanId, ended.ParentSpanId);
        Assert.Equal(ActivityStatusCode.Error, ended.Status);
    }

    [Fact]
    public void LostBatch_IsRecordedWhateverItsNumber()
    {
        LayerDynActivities.Lose("toy-01234567", PointRanges.Parse("0-7"), ReturnReason.SiloLost);

        Assert.Equal("silo-lost", Ended("batch lost").GetTagItem("layerdyn.reason"));
    }

    public void Dispose() => _listener.Dispose();

    private static LeaseOrder Lease(long id) => new("toy-01234567", "toy-01234567/0", id, PointRanges.Parse("0-7"), 1);

    private Activity Ended(string name)
    {
        lock (_ended) return Assert.Single(_ended, activity => activity.OperationName == name);
    }
}
