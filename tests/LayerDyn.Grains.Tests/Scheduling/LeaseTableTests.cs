using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Scheduling;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Scheduling;

/// <summary>The table's transitions one by one; all of them together, under faults, are what the simulation is for.</summary>
public sealed class LeaseTableTests
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(100);
    private readonly LeaseRules _rules = new();

    [Fact]
    public void Fill_SpreadsOverSlots_BeforeAnythingWaits()
    {
        var table = Table(points: 3, batch: 1);
        var leases = table.Fill([("a", 1), ("b", 1)], each: 2, Start);
        Assert.Equal([("a", 0L), ("b", 1L), ("a", 2L)], leases.Select(lease => (lease.Worker, lease.Points.First)));
    }

    [Fact]
    public void WhatWaits_YieldsToASlotThatIsFree()
    {
        var table = Table(points: 2, batch: 1);
        var (trains, waits) = (table.Fill([("a", 1)], 2, Start), Beat(table, "a", Start));
        var now = Start + _rules.Heartbeat;
        Assert.All(waits.Values, command => Assert.Equal(LeaseCommand.Continue, command));
        Assert.Empty(table.Fill([("a", 1), ("b", 1)], 2, now));
        table.Balance([("a", 1), ("b", 1)], 2, now);
        var commands = Beat(table, "a", now);
        Assert.Equal([LeaseCommand.Continue, LeaseCommand.Yield], trains.Select(lease => commands[lease.Id]));

        table.Release(trains[1].Id, ReleaseReason.Returned);
        var moved = Assert.Single(table.Fill([("a", 1), ("b", 1)], 2, now));
        Assert.Equal(("b", 1L), (moved.Worker, moved.Points.First));
    }

    [Fact]
    public void WhatWaits_StaysWhereSlotsAreFullElsewhere()
    {
        var table = Table(points: 3, batch: 1);
        table.Fill([("a", 1), ("b", 1)], 2, Start);
        Beat(table, "a", Start);
        table.Fill([("a", 1), ("b", 1)], 2, Start);
        table.Balance([("a", 1), ("b", 1)], 2, Start);
        Assert.All(Beat(table, "a", Start).Values, command => Assert.Equal(LeaseCommand.Continue, command));
    }

    // The allocator gave the slot of "a" to another shard: behind that one's batches what waits here might wait long, and no slot of this shard is free.
    [Fact]
    public void WhatWaits_WhereNothingIsGrantedAnyMore_GoesBack()
    {
        var table = Table(points: 4, batch: 1);
        var held = table.Fill([("a", 1), ("b", 1)], 2, Start).ToList();
        foreach (string worker in (string[])["a", "b"]) Beat(table, worker, Start);
        table.Balance([("b", 1)], 2, Start);
        Assert.Equal([LeaseCommand.Continue, LeaseCommand.Yield], held.Where(lease => lease.Worker == "a").Select(lease => Beat(table, "a", Start)[lease.Id]));
        Assert.All(Beat(table, "b", Start).Values, command => Assert.Equal(LeaseCommand.Continue, command));
        Assert.Empty(table.Fill([("b", 1)], 2, Start));
    }

    // Its slot on "a" went to another shard, and what trains there goes on: the slot that it has on "b" instead would stand idle, beside what waits.
    [Fact]
    public void WantedSlots_LeavesOutWhatTrainsInSlotsOfOthers()
    {
        var table = Table(points: 4, batch: 1);
        Assert.Equal(4, table.WantedSlots([], most: 9));
        table.Fill([("a", 2)], 1, Start);
        Assert.Equal(4, table.WantedSlots([("a", 2)], most: 9));
        table.Heartbeat("a", [.. table.HeldBy("a").Select(held => new LeaseBeat(held.Id, held.Points, LeaseStage.Training, 0, 0))], Start);
        Assert.Equal(2, table.WantedSlots([("b", 2)], most: 9));
        Assert.Equal(3, table.WantedSlots([("a", 1), ("b", 2)], most: 9));
        Assert.Equal(0, table.WantedSlots([("b", 2)], most: 2));
    }

    [Fact]
    public void WantedSlots_CountsEachPartOfABatchThatWasSplit_AndNoneThatIsWritten()
    {
        var table = Table(points: 4, batch: 4);
        var lease = Assert.Single(table.Acquire("a", 1, Start));
        Assert.Equal(1, table.WantedSlots([], most: 9));
        table.Release(lease.Id, ReleaseReason.Yielded);
        Assert.Equal(2, table.WantedSlots([], most: 9));
        var half = Assert.Single(table.Acquire("a", 1, Start));
        table.Heartbeat("a", [new LeaseBeat(half.Id, half.Points, LeaseStage.Committing, 0, 0)], Start);
        Assert.Equal(1, table.WantedSlots([], most: 9));
    }

    // As in a collection of much memory, or where other programs have the processors: its workers' heartbeats lie unread meanwhile.
    [Fact]
    public void OwnerThatStoodStill_TakesNobodyForSilent_AndHearsSilenceFromThenOn()
    {
        var table = Table(points: 2, batch: 2);
        Assert.Single(table.Acquire("a", 1, Start));
        var now = Start + _rules.LeaseTime + TimeSpan.FromSeconds(5);
        table.Tick(now);
        Assert.Single(table.Leases);

        for (var end = now + _rules.LeaseTime; now <= end; now += _rules.Heartbeat) table.Tick(now);
        Assert.Empty(table.Leases);
        Assert.Equal(ReleaseReason.Expired, Assert.IsType<LeaseEvent.Ended>(Assert.Single(table.TakeEvents())).Reason);
    }

    [Fact]
    public void Stop_OfAPendingPoint_FailsItAtOnce()
    {
        var table = Table(points: 2, batch: 2);
        Assert.True(table.Stop(1));
        var failed = Assert.IsType<LeaseEvent.Failed>(Assert.Single(table.TakeEvents()));
        Assert.Equal((1L, ReleaseReason.Stopped, null), (failed.Point, failed.Reason, failed.Lease));
        Assert.Equal(PointRanges.Of(0, 1), Assert.Single(table.Acquire("a", 9, Start)).Points);
        Assert.False(table.Stop(1));
    }

    [Fact]
    public void Stop_OfALeasedPoint_FailsItWhenItsWorkerLetsGo_AndNoOther()
    {
        var table = Table(points: 2, batch: 2);
        var lease = Assert.Single(table.Acquire("a", 1, Start));
        Assert.True(table.Stop(1));
        Assert.Equal(LeaseCommand.Stop, Beat(table, "a", Start)[lease.Id]);
        Assert.Equal(2, table.Leased);
        table.TakeEvents();
        table.Release(lease.Id, ReleaseReason.Returned);
        Assert.Equal(1, table.TakeEvents().OfType<LeaseEvent.Failed>().Single().Point);
        Assert.Equal(PointRanges.Of(0, 1), Assert.Single(table.Acquire("a", 1, Start)).Points);
    }

    [Fact]
    public void Stop_ThatComesTooLate_LeavesTheResult()
    {
        var table = Table(points: 1, batch: 1);
        var lease = Assert.Single(table.Acquire("a", 1, Start));
        table.Stop(0);
        Assert.True(table.Commit(lease.Id, lease.Points, PointRanges.Empty));
        Assert.Empty(table.TakeEvents());
        Assert.Equal((1L, 0L), (table.Terminal.Count, table.Leased));
    }

    [Fact]
    public void Retry_OfAStoppedPoint_MakesItPending()
    {
        var table = Table(points: 1, batch: 1);
        table.Stop(0);
        Assert.Empty(table.Acquire("a", 1, Start));
        table.Retry(PointRanges.Of(0, 1));
        Assert.Single(table.Acquire("a", 1, Start));
    }

    [Fact]
    public void Retry_OfManyPoints_KeepsToTheBatchSize()
    {
        var table = Table(points: 5, batch: 2);
        foreach (long point in PointRanges.Of(0, 5).Points) table.Stop(point);
        table.Retry(PointRanges.Of(0, 5));
        Assert.Equal([2L, 2L, 1L], table.Acquire("a", 9, Start).Select(lease => lease.Points.Count));
    }

    [Fact]
    public void LeaseOfAnEarlierOwner_GoesOnWhenItsWorkerPresentsIt_AndNothingIsGrantedBefore()
    {
        var table = Table(points: 4, batch: 2, term: 2, others: true);
        Assert.Empty(table.Acquire("b", 9, Start));
        var commands = table.Heartbeat("a", [new LeaseBeat(77, PointRanges.Of(0, 2), LeaseStage.Training, 10, 0)], Start);
        Assert.Equal(LeaseCommand.Continue, commands[77]);
        Assert.IsType<LeaseEvent.Recovered>(Assert.Single(table.TakeEvents()));
        Assert.Equal(PointRanges.Of(2, 4), Assert.Single(table.Acquire("b", 9, Start + (2 * _rules.Heartbeat))).Points);
        Assert.Equal(LeaseCommand.Drop, table.Heartbeat("c", [new LeaseBeat(76, PointRanges.Of(0, 2), LeaseStage.Training, 10, 0)], Start)[76]);
    }

    // An owner ended the lease, granted its points again, and went before it wrote so: the next one has read the earlier lease.
    [Fact]
    public void LaterLeaseOfTheSamePoints_TakesTheEarliersPlace()
    {
        LeaseBeat earlier = new(77, PointRanges.Of(0, 2), LeaseStage.Committing, 0, 0), later = new(78, PointRanges.Of(0, 2), LeaseStage.Training, 10, 0);
        var table = Table(points: 4, batch: 2, term: 2, others: true);
        Assert.Equal(LeaseCommand.Continue, table.Heartbeat("a", [earlier], Start)[77]);
        Assert.Equal(LeaseCommand.Continue, table.Heartbeat("b", [later], Start)[78]);
        Assert.Equal(LeaseCommand.Drop, table.Heartbeat("a", [earlier], Start)[77]);
        Assert.Equal(("b", 2L), (table.Find(0)?.Worker, table.Leased));
    }

    // What takes its worker down each time has had company twice, and its company may lose a worker once more by something else.
    [Fact]
    public void LossesInCompany_PutInQuarantine_AndAreNotCountedThere()
    {
        var table = Table(points: 2, batch: 1);
        for (int loss = 1; loss <= 2; loss++)
        {
            Assert.Equal(2, table.Acquire("a", 9, Start).Count);
            table.WorkerLost("a");
        }

        for (int loss = 1; loss < _rules.Losses; loss++)
        {
            LoseAlone();
            LoseAlone();
        }

        Assert.DoesNotContain(table.TakeEvents(), happened => happened is LeaseEvent.Failed);
        LoseAlone();
        var failed = Assert.Single(table.TakeEvents().OfType<LeaseEvent.Failed>());
        Assert.Equal((ReleaseReason.WorkerLost, _rules.Losses), (failed.Reason, failed.Times));

        void LoseAlone()
        {
            Assert.True(table.Begin(Assert.Single(table.Acquire("a", 1, Start)).Id));
            table.WorkerLost("a");
        }
    }

    // So that the slot does not idle while the next one is leased: of those that wait there none is to blame for what the worker is lost by.
    [Fact]
    public void BatchesInQuarantine_WaitBehindOneAnother_WithNothingElseAmongThem()
    {
        var table = Table(points: 4, batch: 1);
        for (int loss = 1; loss <= 2; loss++)
        {
            Assert.Equal([0L, 1L], table.Acquire("a", 2, Start).Select(lease => lease.Points.First));
            table.WorkerLost("a");
        }

        var alone = table.Acquire("a", 9, Start);
        Assert.Equal([(0L, true), (1L, true)], alone.Select(lease => (lease.Points.First, lease.History.Quarantined)));
        Assert.Equal([2L, 3L], table.Acquire("b", 9, Start).Select(lease => lease.Points.First));
        Assert.True(table.Begin(alone[1].Id));
        table.WorkerLost("a");
        Assert.Equal([(0L, 0), (1L, 1)], table.Acquire("a", 9, Start).Select(lease => (lease.Points.First, lease.History.Losses)));
    }

    // Its worker's turn was that of another shard's batch, which nobody here knows of.
    [Fact]
    public void LossesBeforeItsTurn_AreNotCounted_AndItsTurnOutlivesTheOwner()
    {
        var table = Table(points: 1, batch: 1);
        for (int loss = 1; loss <= 2; loss++)
        {
            Assert.False(Assert.Single(table.Acquire("a", 9, Start)).History.Quarantined);
            table.WorkerLost("a");
        }

        for (int loss = 1; loss <= 3 * _rules.Losses; loss++)
        {
            Assert.Equal(0, Assert.Single(table.Acquire("a", 9, Start)).History.Losses);
            table.WorkerLost("a");
        }

        var lease = Assert.Single(table.Acquire("a", 9, Start));
        Assert.True(table.Begin(lease.Id));
        var next = new LeaseTable(_rules, PointRanges.Of(0, 1), 1, 2, new PointSet(1), [], table.Entries, Start, others: false);
        next.WorkerLost("a");
        Assert.Equal(1, Assert.Single(next.Acquire("a", 9, Start)).History.Losses);
    }

    // Points of a batch leave no checkpoints: were it given out whole again, it would never end.
    [Fact]
    public void WhatMadeRoom_ComesBackInHalves_WithNothingHeldAgainstIt()
    {
        var table = Table(points: 3, batch: 3);
        table.Release(Assert.Single(table.Acquire("a", 9, Start)).Id, ReleaseReason.Yielded);
        var halves = table.Acquire("a", 9, Start);
        Assert.Equal([2L, 1L], halves.Select(lease => lease.Points.Count));
        Assert.All(halves, lease => Assert.Equal(LossHistory.None, lease.History));
        foreach (var half in halves) table.Release(half.Id, ReleaseReason.Yielded);
        Assert.Equal([1L, 1L, 1L], table.Acquire("a", 9, Start).Select(lease => lease.Points.Count));
    }

    [Fact]
    public void PointThatTrainsTooLong_IsStoppedAndFails_AlsoOverSeveralLeasesAndOwners()
    {
        var rules = _rules with { PointTime = TimeSpan.FromSeconds(10) };
        var table = new LeaseTable(rules, PointRanges.Of(0, 1), 1, 1, new PointSet(1), [], [], Start, others: false);
        var lease = Assert.Single(table.Acquire("a", 1, Start));
        Assert.Equal(LeaseCommand.Continue, TrainFor(6, Start)); // waiting before the first heartbeat is no training
        table.Release(lease.Id, ReleaseReason.Yielded);

        table = new LeaseTable(rules, PointRanges.Of(0, 1), 1, 2, new PointSet(1), [], table.Entries, Start + TimeSpan.FromSeconds(50), others: false);
        lease = Assert.Single(table.Acquire("b", 1, Start + TimeSpan.FromSeconds(50)));
        Assert.Equal(LeaseCommand.Continue, TrainFor(3, Start + TimeSpan.FromSeconds(50)));
        Assert.Equal(LeaseCommand.Stop, TrainFor(1, Start + TimeSpan.FromSeconds(53)));
        table.Release(lease.Id, ReleaseReason.Returned);
        Assert.Contains(table.TakeEvents(), decided => decided is LeaseEvent.Failed { Point: 0, Reason: ReleaseReason.Overran });
        Assert.Empty(table.Acquire("a", 1, Start + TimeSpan.FromSeconds(60)));

        LeaseCommand TrainFor(int seconds, TimeSpan from)
        {
            for (int second = 0; second < seconds; second++) Beat(table, lease.Worker, from + TimeSpan.FromSeconds(second));
            return Beat(table, lease.Worker, from + TimeSpan.FromSeconds(seconds))[lease.Id];
        }
    }

    [Fact]
    public void BatchThatTrainsTooLong_IsSplitAndCountedAnew()
    {
        var table = new LeaseTable(_rules with { PointTime = TimeSpan.FromSeconds(3) }, PointRanges.Of(0, 40), 40, 1, new PointSet(40), [], [], Start, others: false);
        var whole = Assert.Single(table.Acquire("a", 9, Start));
        for (int second = 0; second < 3; second++) Assert.Equal(LeaseCommand.Continue, Beat(table, "a", Start + TimeSpan.FromSeconds(second))[whole.Id]);
        Assert.Equal(LeaseCommand.Stop, Beat(table, "a", Start + TimeSpan.FromSeconds(3))[whole.Id]);
        table.Commit(whole.Id, PointRanges.Of(0, 8), PointRanges.Empty);

        var parts = table.Acquire("a", 99, Start + TimeSpan.FromSeconds(3));
        Assert.Equal(Enumerable.Repeat(2L, 16), parts.Select(lease => lease.Points.Count));
        Assert.All(parts, lease => Assert.Equal(LossHistory.None, lease.History));
    }

    // The others of its batch were done quickly: how long the last one takes is known once it has trained alone.
    [Fact]
    public void LastPointOfABatchThatOverran_IsCountedAnew()
    {
        var table = new LeaseTable(_rules with { PointTime = TimeSpan.FromSeconds(3) }, PointRanges.Of(0, 2), 2, 1, new PointSet(2), [], [], Start, others: false);
        var lease = Assert.Single(table.Acquire("a", 9, Start));
        for (int second = 0; second < 4; second++) Beat(table, "a", Start + TimeSpan.FromSeconds(second));
        table.Commit(lease.Id, PointRanges.Of(0, 1), PointRanges.Empty);
        Assert.DoesNotContain(table.TakeEvents(), decided => decided is LeaseEvent.Failed);
        Assert.Equal(TimeSpan.Zero, Assert.Single(table.Acquire("a", 9, Start)).History.Trained);
    }

    // Its owner moved, and the next one did not know yet that the point was leased: the worker goes on with it, and may never come to the others.
    [Fact]
    public void LeaseOfAPointThatWasStoppedMeanwhile_IsToldToStop()
    {
        var table = Table(points: 3, batch: 3, term: 2, others: true);
        Assert.True(table.Stop(1));
        var held = new LeaseBeat(1L << 32, PointRanges.Of(0, 3), LeaseStage.Training, 0, 0);
        Assert.Equal(LeaseCommand.Stop, table.Heartbeat("a", [held], Start)[held.Lease]);
        table.Commit(held.Lease, PointRanges.Of(0, 1), PointRanges.Empty);
        Assert.Equal(2, Assert.Single(table.Acquire("a", 9, Start + TimeSpan.FromMinutes(1))).Points.First);
    }

    // By it the broker knows whose turn it is.
    [Fact]
    public void TimeOfSlots_IsCountedOnce_AndOfWhatAnOwnerBeforeCounted_OnlyWhatComesAfter()
    {
        var table = Table(points: 2, batch: 1);
        var leases = table.Acquire("a", 2, Start);
        table.Heartbeat("a", [Had(leases[0], 1.5), Had(leases[1], 0)], Start);
        table.Heartbeat("a", [Had(leases[0], 2.5), Had(leases[1], 0.25)], Start);
        table.Charge(leases[1].Id, 0.75);
        table.Commit(leases[1].Id, leases[1].Points, PointRanges.Empty);
        table.Charge(leases[1].Id, 0.75); // its report comes again
        Assert.Equal(3.25, table.Had);

        foreach (var next in new[] { Next(table.Entries), Next([]) })
        {
            next.Heartbeat("a", [Had(leases[0], 4)], Start);
            Assert.Equal(0, next.Had);
            next.Heartbeat("a", [Had(leases[0], 4.5)], Start);
            Assert.Equal(0.5, next.Had);
        }

        LeaseTable Next(IReadOnlyList<LeaseEntry> entries) => new(_rules, PointRanges.Of(0, 2), 1, 2, new PointSet(2), [], entries, Start, others: true);
        static LeaseBeat Had(Lease lease, double seconds) => new(lease.Id, lease.Points, LeaseStage.Training, 0, 0, seconds);
    }

    // It is another point of its batch that hung: that time is not of those that it is split into.
    [Fact]
    public void PointTime_OfABatchThatHung_IsNotCountedForItsParts()
    {
        var table = new LeaseTable(_rules with { PointTime = TimeSpan.FromHours(1) }, PointRanges.Of(0, 2), 2, 1, new PointSet(2), [], [], Start, others: false);
        for (int hang = 0; hang < 2; hang++)
        {
            var lease = Assert.Single(table.Acquire("a", 1, Start));
            for (int second = 0; second < 3; second++) Beat(table, "a", Start + TimeSpan.FromSeconds(second));
            table.Release(lease.Id, ReleaseReason.Hung);
        }

        var part = Assert.Single(table.Acquire("a", 1, Start));
        Assert.Equal((1L, TimeSpan.Zero), (part.Points.Count, part.History.Trained));
    }

    // A worker that was silent, or an owner that was, is not known to have trained; and what was lost with its worker begins anew.
    [Fact]
    public void SilenceAndLosses_AreNoTrainingTime()
    {
        var table = new LeaseTable(_rules with { PointTime = TimeSpan.FromSeconds(6) }, PointRanges.Of(0, 1), 1, 1, new PointSet(1), [], [], Start, others: false);
        var lease = Assert.Single(table.Acquire("a", 1, Start));
        Beat(table, "a", Start);
        Assert.Equal(LeaseCommand.Continue, Beat(table, "a", Start + TimeSpan.FromSeconds(9))[lease.Id]);
        Assert.Equal(TimeSpan.FromSeconds(2), table.Get(lease.Id)!.History.Trained);
        table.WorkerLost("a");
        Assert.Equal(TimeSpan.Zero, Assert.Single(table.Acquire("b", 1, Start + TimeSpan.FromSeconds(9))).History.Trained);
    }

    [Fact]
    public void Begin_OfWhatIsCalledInOrNotInForce_IsRefused()
    {
        var table = Table(points: 2, batch: 1);
        var leases = table.Acquire("a", 2, Start);
        table.Stop(leases[0].Points.First);
        Assert.Equal([false, true, false], [table.Begin(leases[0].Id), table.Begin(leases[1].Id), table.Begin(77)]);
        table.Close(Start);
        Assert.False(table.Begin(leases[1].Id));
    }

    /// <summary>A worker with one slot says what it holds: the first trains, the others wait.</summary>
    private static IReadOnlyDictionary<long, LeaseCommand> Beat(LeaseTable table, string worker, TimeSpan now) => table.Heartbeat(
        worker,
        [.. table.HeldBy(worker).OrderBy(lease => lease.Id).Select((lease, i) => new LeaseBeat(lease.Id, lease.Points, i == 0 ? LeaseStage.Training : LeaseStage.Waiting, 0, 0))],
        now);

    private LeaseTable Table(long points, int batch, long term = 1, bool others = false) =>
        new(_rules, PointRanges.Of(0, points), batch, term, new PointSet(points), [], [], Start, others);
}
