using CsCheck;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Sweeps;

public sealed class RunningTotalTests : IDisposable
{
    private static readonly SweepId Sweep = SweepId.Parse("ledger-0123abcd");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PackWhosePointsAreSettled_RunsNoMore_ThoughItsReportIsNotTakenYet()
    {
        var ledger = await OpenAsync("a", 4);
        ledger.Commit(Report("s", "0-2"));
        await ledger.SaveAsync();

        Assert.Equal(new RunningTotal(1, 100, 100), RunningTotal.Of([Pack("0-3", 400)], ledger));
        Assert.Equal(default, RunningTotal.Of([Pack("0-2", 300)], ledger));
    }

    [Fact]
    public async Task FailedPointThatIsTriedAgain_CountsAsFailedUntilThatIsSaved()
    {
        var ledger = await OpenAsync("b", 4);
        ledger.Commit(Report("", "", new PointFailure(1, 3, "no")));
        await ledger.SaveAsync();
        ledger.ForgetFailures();

        Assert.Equal(3, RunningTotal.Of([Pack("0-3", 0)], ledger).Points);
        await ledger.SaveAsync();
        Assert.Equal(4, RunningTotal.Of([Pack("0-3", 0)], ledger).Points);
    }

    [Fact]
    public async Task Ledger_AtEveryReading_AddsUp()
    {
        const int Points = 12;
        int shard = 0;
        var step = Gen.Select(Gen.Int[0, 4], Gen.Int[0, Points - 1], Gen.Int[1, 4]);
        await step.Array[1, 30].SampleAsync(
            async steps =>
            {
                var ledger = await OpenAsync($"c{Interlocked.Increment(ref shard)}", Points);
                var packs = new Dictionary<int, RunningPack>();
                foreach (var (act, first, count) in steps)
                {
                    var open = Enumerable.Range(first, Math.Min(count, Points - first)).Select(index => (long)index).Where(index => !ledger.Settled.Contains(index)).ToList();
                    string range = IndexRanges.Format(open);
                    if (act == 0 && open.Count > 0 && packs.Values.All(pack => !IndexRanges.Parse(pack.Range).Intersect(open).Any())) packs[first] = Pack(range, 100 * open.Count);
                    else if (act == 1) ledger.Commit(Report($"s{first}", range));
                    else if (act == 2 && open.Count > 0) ledger.Commit(Report("", "", new PointFailure(open[0], 3, "no")));
                    else if (act == 3) await ledger.SaveAsync();
                    else ledger.ForgetFailures();

                    var running = RunningTotal.Of(packs.Values, ledger);
                    long pending = ledger.Expected - ledger.Saved.Finished - ledger.Saved.Diverged - ledger.Saved.Failures.Count - running.Points;
                    Assert.InRange(pending, 0, Points);
                    Assert.InRange(running.StepsDone, 0, running.Steps);
                }
            },
            iter: 100, threads: 1);
    }

    private Task<ShardLedger> OpenAsync(string folder, int points) =>
        ShardLedger.OpenAsync(new LocalArtifactStore(Path.Combine(_folder.Path, folder)), Sweep, 0, new IndexRange(0, points));

    private static RunningPack Pack(string range, long done)
    {
        int points = (int)IndexRanges.Count(range);
        var pack = new RunningPack
        {
            Attempt = 1,
            Range = range,
            Number = 1,
            Points = points,
            Steps = 100L * points,
            Silo = SiloAddress.Zero,
            LastHeard = 0,
            LastAdvance = 0,
        };
        pack.Hear(new PackPulse("00000000", 1, done, PackStage.Training), 1);
        return pack;
    }

    private static PackReport Report(string segment, string committed, params PointFailure[] failures) => new("00000000", 1, segment, committed, "", failures);
}
