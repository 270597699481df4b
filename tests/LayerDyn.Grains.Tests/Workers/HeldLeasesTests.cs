using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Workers;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Workers;

/// <summary>What a worker holds, and what it decides of it.</summary>
public sealed class HeldLeasesTests
{
    private readonly HeldLeases<Held> _held = new(TimeSpan.FromSeconds(60));

    // The numbers of two shards collide from the first on.
    [Fact]
    public void SameNumberOfTwoShards_IsTwoLeases()
    {
        Held one = new("a/0", 7), other = new("b/0", 7), again = new("a/0", 7);
        Assert.Equal([true, true, false], [_held.Add(one), _held.Add(other), _held.Add(again)]);
        var (stopped, action) = Assert.Single(_held.Obey("b/0", new Dictionary<long, LeaseCommand> { [7] = LeaseCommand.Drop, [8] = LeaseCommand.Drop }));
        Assert.Equal((other, WorkerAction.Abandon), (stopped, action));
        Assert.Equal([true, false], [_held.Holds(one), _held.Holds(other)]);
        Assert.False(_held.Forget(again)); // the one under its number is not it
        Assert.True(_held.Forget(one));
    }

    // By hash, the order would differ from process to process, and with it what a simulated schedule ends with.
    [Fact]
    public void All_IsInOrderOfShardsAndNumbers()
    {
        Held[] leases = [.. Enumerable.Range(0, 200).Select(number => new Held($"{(char)('z' - (number % 20))}/0", 200 - number))];
        foreach (var lease in leases) _held.Add(lease);
        Assert.Equal(leases.OrderBy(lease => lease.Shard, StringComparer.Ordinal).ThenBy(lease => lease.Lease), _held.All);
    }

    [Fact]
    public void Quarantine_IsOneTurnAfterTheOther_WhicheverShardTheyAreOf()
    {
        Held first = new("a/0", 1) { IsAlone = true }, second = new("b/0", 1) { IsAlone = true }, usual = new("c/0", 1);
        foreach (var lease in (Held[])[usual, first, second]) Assert.True(_held.Add(lease));
        Assert.Equal(first, _held.NextAlone());
        Assert.Null(_held.NextAlone());
        Assert.True(_held.Begin(first));
        Assert.False(_held.Begin(second));
        Assert.False(_held.Withdraw(first)); // it trains
        Assert.Null(_held.NextAlone());
        _held.Forget(first);
        Assert.Equal(second, _held.NextAlone());
        Assert.True(_held.Begin(second));
    }

    [Fact]
    public void WhoseShardDoesNotAnswer_WaitsForItsNextTurn_AndWhatIsCalledBackHasNone()
    {
        Held first = new("a/0", 1) { IsAlone = true }, second = new("b/0", 1) { IsAlone = true };
        _held.Add(first);
        _held.Add(second);
        _held.NextAlone();
        _held.Defer(first);
        Assert.False(_held.Begin(first)); // the answer came too late
        Assert.Equal(second, _held.NextAlone());
        Assert.True(_held.Withdraw(second));
        Assert.False(_held.Begin(second));
        Assert.Equal(first, _held.NextAlone());
    }

    [Fact]
    public void StepsThatStandStill_Hang_UnlessTheWorkerStoodStillItself()
    {
        var lease = new Held("a/0", 1) { Stage = LeaseStage.Training };
        _held.Add(lease);
        Assert.Empty(_held.Hanging(TimeSpan.FromSeconds(1)));
        Assert.Empty(_held.Hanging(TimeSpan.FromSeconds(1001))); // as after a night with the lid closed
        for (int second = 1002; second < 1061; second++) Assert.Empty(_held.Hanging(TimeSpan.FromSeconds(second)));
        Assert.Equal(lease, Assert.Single(_held.Hanging(TimeSpan.FromSeconds(1061))));
    }

    private sealed class Held(string shard, long lease) : IHeldLease
    {
        public string Shard => shard;

        public long Lease => lease;

        public PointRanges Points { get; } = PointRanges.Of(0, 1);

        public bool IsAlone { get; init; }

        public LeaseStage Stage { get; init; }

        public bool IsInterrupted => false;

        public long StepsDone => 0;

        public (long Steps, TimeSpan At)? LastAdvance { get; set; }
    }
}
