using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Tests.Manifests;

public sealed class SweepDurationTests
{
    private static readonly DateTime Start = new(2026, 11, 30, 8, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("submitted:0 completed:90", null, 90)]
    [InlineData("submitted:0 paused:10 resumed:1000 completed:1005", null, 15)]
    [InlineData("submitted:0 priority:3 cancelled:7", null, 7)]
    [InlineData("submitted:0 retried:5 completed:20", null, 20)] // failed points were retried while others ran
    [InlineData("submitted:0 completed:20 retried:100 completed:103", null, 23)]
    [InlineData("submitted:0 submitted:1000 completed:1010", null, 10)] // the first run was killed
    [InlineData("submitted:0", 12, 12)]
    [InlineData("submitted:0 paused:10 resumed:100", 105, 15)]
    [InlineData("submitted:0", null, null)]
    [InlineData("submitted:0 paused:10 resumed:100", null, null)]
    [InlineData("", null, null)]
    public void Duration_IsFromEachStartToItsEnd(string history, int? now, int? seconds) =>
        Assert.Equal(seconds, SweepDuration.Of(Head(history.Split(' ', StringSplitOptions.RemoveEmptyEntries)), now is { } at ? Start.AddSeconds(at) : null)?.TotalSeconds);

    [Fact]
    public void Duration_OfAHistoryThatWasCutShort_IsNotKnown() =>
        Assert.Null(SweepDuration.Of(Head([.. Enumerable.Range(0, 100).Select(i => $"{(i % 2 == 0 ? "submitted" : "completed")}:{i}")]), null));

    [Theory]
    [InlineData("submitted:0 completed:90", 90)]
    [InlineData("submitted:0 cancelled:7 tagged:9", 7)]
    [InlineData("submitted:0 completed:90 retried:100", null)]
    [InlineData("submitted:0 completed:90 retried:100 completed:103", 103)]
    [InlineData("submitted:0 paused:10", null)]
    [InlineData("submitted:0", null)]
    [InlineData("", null)]
    public void End_IsThatOfTheLastStart(string history, int? seconds) =>
        Assert.Equal(seconds, (SweepDuration.Ended(Head(history.Split(' ', StringSplitOptions.RemoveEmptyEntries))) - Start)?.TotalSeconds);

    private static SweepHead Head(IEnumerable<string> actions) => new()
    {
        SweepId = SweepId.Parse("stages-0badcafe"),
        PointCount = 1,
        BatchSize = 1,
        ShardSize = 1,
        History = [.. actions.Select(action => action.Split(':')).Select(parts => new SweepAction(Start.AddSeconds(int.Parse(parts[1])), parts[0]))],
    };
}
