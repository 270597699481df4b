using System.Globalization;
using LayerDyn.Grains.Telemetry;

namespace LayerDyn.Telemetry.Tests.Otlp;

/// <summary>The traces that infra/docs/telemetry.md promises, as a collector gets them from a real silo.</summary>
[Collection("collected")]
public sealed class ExportedTraceTests(CollectedSilo collected)
{
    private readonly SpanTree _long = new(collected.Spans, collected.Long), _big = new(collected.Spans, collected.Big);

    [Fact]
    public void Submit_BeginsTheSweepsTrace_AndLinksTheClientsRequest()
    {
        var submit = Assert.Single(_long.Named("sweep submit"));
        var request = Assert.Single(collected.Spans, span => span.Name.StartsWith("POST", StringComparison.Ordinal)
            && span.Attributes.GetValueOrDefault(LayerDynActivities.SweepTag) == collected.Long && span.Id == Assert.Single(submit.Links).Span);

        Assert.Equal("", submit.Parent);
        Assert.Equal(collected.ClientTrace, request.Trace);
        Assert.Equal(request.Trace, submit.Links[0].Trace);
        Assert.Equal("2", submit.Attributes["layerdyn.sweep.points"]);
    }

    [Fact]
    public void Submit_ByAClientWithoutATrace_LinksOneThatTheClientBegan()
    {
        var submit = Assert.Single(new SpanTree(collected.Spans, collected.Untraced).Named("sweep submit"));
        var request = Assert.Single(collected.Spans, span => span.Id == Assert.Single(submit.Links).Span); // no request is sampled by the silo itself
        Assert.NotEqual("", request.Parent);
        Assert.NotEqual(collected.ClientTrace, request.Trace);
    }

    [Fact]
    public void Starts_AreBelowTheSubmission_OrLinkTheRequestThatResumed()
    {
        var starts = _long.Named("sweep start");
        Assert.Equal(2, starts.Count);
        Assert.Single(starts, start => _long.Cause(start)?.Name == "sweep submit");
        var resumed = Assert.Single(starts, start => start.Parent.Length == 0);
        Assert.Equal(collected.ClientTrace, Assert.Single(resumed.Links).Trace);
    }

    [Theory]
    [InlineData("shard open", "sweep start")]
    [InlineData("batch train", "batch dispatch")]
    [InlineData("checkpoint upload", "batch train")]
    [InlineData("batch commit", "batch train")]
    [InlineData("batch settle", "batch dispatch")]
    public void Span_IsBelowWhatCausedIt(string name, string cause)
    {
        var spans = _long.Named(name);
        Assert.NotEmpty(spans);
        Assert.All(spans, span => Assert.Equal(cause, _long.Cause(span)?.Name));
    }

    [Fact]
    public void EveryPoint_IsDispatchedTrainedCommittedAndSettled()
    {
        foreach (string name in (string[])["batch dispatch", "batch train", "batch commit", "batch settle"])
            Assert.Equal(["0", "1"], _long.Named(name).Select(span => span.Attributes[LayerDynActivities.PointsTag]).Distinct().Order());
        Assert.Single(_long.Named("curves draw"));
    }

    [Fact]
    public void Trace_IsWhole_AndCarriesTheSweep()
    {
        Assert.Empty(_long.Orphans());
        Assert.Empty(_big.Orphans());
        Assert.All(collected.Spans.Where(span => span.Scope == LayerDynActivities.SourceName),
            span => Assert.Equal(SweepTrace.Of(span.Attributes[LayerDynActivities.SweepTag]).ToString(), span.Trace));
        Assert.Subset(new HashSet<string> { "sweep submit", "sweep start", "batch dispatch", "curves draw" }, _long.All.Where(span => span.Parent.Length == 0).Select(span => span.Name).ToHashSet());
    }

    [Fact]
    public void BigSweep_HasSpansOfTheSampledBatchesOnly()
    {
        long[] sampled = [.. Enumerable.Range(1, CollectedSilo.Many).Select(number => (long)number).Where(SweepTrace.IsSampled)];

        Assert.True(sampled.Length < CollectedSilo.Many / 3);
        foreach (string name in (string[])["batch dispatch", "batch train", "batch commit", "batch settle"])
            Assert.Equal(sampled, _big.Named(name).Select(span => long.Parse(span.Attributes[LayerDynActivities.LeaseTag], CultureInfo.InvariantCulture) & uint.MaxValue).Order());
        // The page's bound: beside its own four, a batch has at most the two ends of the call that gives it, which it may share with
        // others, and of the call that tells the sweep of it. How many are shared depends on what was ready at once.
        Assert.InRange(_big.All.Count(span => span.Name == "ISiloGrain/TakeAsync"), 2, 2 * sampled.Length);
        Assert.InRange(_big.All.Count, (4 * sampled.Length) + 2, (8 * sampled.Length) + 60);
    }

    [Fact]
    public void Calls_AreRecordedOnlyBelowASweepOrARequest()
    {
        string[] sweeps = [.. ((string[])[collected.Long, collected.Big, collected.Sharing, collected.Untraced]).Select(sweep => SweepTrace.Of(sweep).ToString())];
        var traces = collected.Spans.Select(span => span.Trace).Distinct().Except(sweeps).ToList();

        Assert.Equal(3, traces.Count); // the test's, that of the sweep that was damaged, and the one that the client began by itself
        Assert.Contains(collected.ClientTrace, traces);
    }

    [Fact]
    public void Watching_LeavesNoSpans()
    {
        Assert.DoesNotContain(collected.Spans, span => span.Name.Contains("/events", StringComparison.Ordinal));
        Assert.DoesNotContain(collected.Spans, span => span.ToString().Contains("AsyncEnumerable", StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_Arrive() => Assert.Contains("layerdyn.points.terminal", collected.Raw);

    [Fact]
    public void Secrets_AreInNothingThatLeavesTheSilo() =>
        Assert.All(collected.Secrets, secret => Assert.DoesNotContain(secret, collected.Raw + collected.Console));
}
