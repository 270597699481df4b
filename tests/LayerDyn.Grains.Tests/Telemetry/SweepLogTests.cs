using LayerDyn.Grains.Telemetry;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Tests.Telemetry;

public sealed class SweepLogTests : IDisposable
{
    private const string Sweep = "small-00000000";

    private readonly ServiceProvider _services;
    private readonly SweepLog _log;
    private readonly ILogger _logger;

    public SweepLogTests()
    {
        // The other logs are told to be quiet: what is remembered does not depend on them.
        _services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging(logging => logging.AddFilter(null, LogLevel.Error)).AddSweepLog().BuildServiceProvider();
        _log = _services.GetRequiredService<SweepLog>();
        _logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger("LayerDyn.Grains.Lanes.LanePool");
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Entry_InTheBatchesScope_IsOfItsPoints()
    {
        using (_logger.BatchScope(Sweep, PointRanges.Parse("0-3,7"), 1)) _logger.LogDebug("attempt starts");
        _logger.LogWarning("of nothing");
        Assert.Equal(["attempt starts"], Messages(7));
        Assert.Equal("Debug", Assert.Single(_log.About(Sweep, 0, LogLevel.Debug, 10)).Level);
        Assert.Empty(Messages(4));
        Assert.Empty(_log.About("other-00000000", 0, LogLevel.Debug, 10));
    }

    [Fact]
    public void Entry_ThatNamesAPoint_IsOfThatOneOnly()
    {
        using var scope = _logger.BatchScope(Sweep, PointRanges.Parse("0-3"), 1);
        _logger.LogWarning("Point {Point} threw", 2L);
        Assert.Equal(["Point 2 threw"], Messages(2));
        Assert.Empty(Messages(1));
    }

    [Fact]
    public void Entry_WithAnException_HasItsMessage_ShortenedWithoutItsStack()
    {
        _logger.LogError(new InvalidOperationException(new string('x', 10_000)), "Sweep {Sweep}: point {Point}", Sweep, 1L);
        string message = Assert.Single(Messages(1));
        Assert.StartsWith($"Sweep {Sweep}: point 1: xxx", message);
        Assert.InRange(message.Length, 100, 700);
    }

    [Fact]
    public void Details_InAFlood_PushOutDetailsOnly()
    {
        using var scope = _logger.BatchScope(Sweep, PointRanges.Parse("0-3"), 1);
        _logger.LogWarning("why it failed");
        _logger.LogDebug("the first detail");
        for (int i = 0; i < SweepLog.Kept; i++) _logger.LogDebug("detail {Number}", i);
        var kept = Messages(0, int.MaxValue);
        Assert.Equal(SweepLog.Kept + 1, kept.Count);
        Assert.Equal(("why it failed", $"detail {SweepLog.Kept - 1}"), (kept[0], kept[^1]));
        Assert.DoesNotContain("the first detail", kept);
        Assert.Equal([$"detail {SweepLog.Kept - 2}", $"detail {SweepLog.Kept - 1}"], Messages(0, 2));
    }

    [Fact]
    public void Entry_OfAnotherCategory_IsNotKept()
    {
        var other = _services.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans.Runtime");
        using (other.BatchScope(Sweep, PointRanges.Parse("0-3"), 1)) other.LogError("not ours");
        Assert.Empty(Messages(0));
    }

    [Fact]
    public void Entries_OfTheSweep_AreAllOfIts_FromTheAskedLevelOn()
    {
        _logger.LogWarning("Sweep {Sweep}: a shard does not answer", Sweep);
        using (_logger.BatchScope(Sweep, PointRanges.Parse("0-3"), 1)) _logger.LogDebug("attempt starts");
        _logger.LogWarning("Sweep {Sweep}: another", "other-00000000");
        Assert.Equal([$"Sweep {Sweep}: a shard does not answer", "points 0-3: attempt starts"], _log.About(Sweep, null, LogLevel.Debug, 10).Select(entry => entry.Message).Order(StringComparer.Ordinal));
        Assert.Equal("Warning", Assert.Single(_log.About(Sweep, null, LogLevel.Information, 10)).Level);
        Assert.Empty(_log.About(Sweep, 5, LogLevel.Debug, 10));
    }

    private List<string> Messages(long point, int most = 10) => [.. _log.About(Sweep, point, LogLevel.Debug, most).Select(entry => entry.Message)];
}
