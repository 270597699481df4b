using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Time.Testing;

namespace LayerDyn.Grains.Tests.Sweeps;

public sealed class ShardLedgerTests : IDisposable
{
    private static readonly SweepId Sweep = SweepId.Parse("ledger-0123abcd");

    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static readonly FakeTimeProvider Time = new(Now);

    private readonly TemporaryFolder _folder = new();
    private readonly LocalArtifactStore _store;

    public ShardLedgerTests() => _store = new LocalArtifactStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commit_InALaterShard_CountsWhatDiverged()
    {
        var ledger = await OpenAsync(); // its indices are larger than its number of points
        Assert.True(ledger.Commit(Report("s", "100-103", diverged: "102-103")));
        Assert.Equal((2L, 2L, 6L), (ledger.Counts.Finished, ledger.Counts.Diverged, ledger.Counts.Remaining));
    }

    [Fact]
    public async Task Commit_Twice_ChangesNothing()
    {
        var ledger = await OpenAsync();
        Assert.True(ledger.Commit(Report("s", "100-103")));
        Assert.False(ledger.Commit(Report("s", "100-103")));
        Assert.False(ledger.Commit(Report("t", "103-105"))); // a part of it is known: the rest stays pending
        Assert.Equal((4L, 6L), (ledger.Counts.Finished, ledger.Counts.Remaining));
    }

    [Fact]
    public async Task Commit_OfAPointThatWasGivenUp_IsItsResult()
    {
        var ledger = await OpenAsync();
        ledger.Commit(Report("", "", failures: [new PointFailure(101, 3, "it hung")]));
        Assert.Single(ledger.Failures);
        Assert.True(ledger.Commit(Report("s", "100-103")));
        Assert.Empty(ledger.Failures);
        Assert.Equal((4L, 6L), (ledger.Counts.Finished, ledger.Counts.Remaining));
    }

    [Fact]
    public async Task Commit_OfAFailureBesideACommittedPoint_IsRefusedWhole()
    {
        var ledger = await OpenAsync();
        ledger.Commit(Report("s", "102", failures: [new PointFailure(101, 3, "it hung")]));
        Assert.False(ledger.Commit(Report("t", "100-103")));
        Assert.Equal((1L, 8L), (ledger.Counts.Finished, ledger.Counts.Remaining));
    }

    [Fact]
    public async Task Save_IsWhatTheNextOwnerFinds_AndTheEarlierOwnerCanSaveNoMore()
    {
        var ledger = await OpenAsync();
        ledger.Commit(Report("s", "100-103", failures: [new PointFailure(109, 3, "no")]));
        Assert.True(await ledger.SaveAsync());
        ledger.Commit(Report("t", "104-105"));
        Assert.True(await ledger.SaveAsync());

        var next = await OpenAsync();
        Assert.Equal((6L, 1, 3L, ledger.Term + 1), (next.Counts.Finished, next.Failures.Count, next.Counts.Remaining, next.Term));
        ledger.Commit(Report("u", "106"));
        Assert.False(await ledger.SaveAsync());
        Assert.Equal(6, (await OpenAsync()).Counts.Finished);
    }

    [Fact]
    public async Task Save_WhileAnotherIsOnItsWay_HasBothInTheStore()
    {
        var ledger = await OpenAsync();
        ledger.Commit(Report("s", "100-103"));
        var first = ledger.SaveAsync();
        ledger.Commit(Report("t", "104-105"));
        await Task.WhenAll(first, ledger.SaveAsync());
        Assert.Equal(6, (await OpenAsync()).Counts.Finished);
    }

    [Fact]
    public async Task Saved_IsWhatIsDurable_NotWhatIsOnItsWay()
    {
        var ledger = await OpenAsync();
        ledger.Commit(Report("s", "100-109"));
        Assert.Equal((0L, 10L), (ledger.Counts.Remaining, ledger.Saved.Ledger.Remaining));
        await ledger.SaveAsync();
        Assert.Equal(0, ledger.Saved.Ledger.Remaining);
    }

    [Fact]
    public async Task ForgetFailures_MakesThemDueAgain()
    {
        var ledger = await OpenAsync();
        ledger.Commit(Report("", "", failures: [new PointFailure(101, 3, "no"), new PointFailure(105, 3, "no")]));
        Assert.Equal([101, 105], ledger.ForgetFailures());
        Assert.Equal((0, 10L), (ledger.Failures.Count, ledger.Counts.Remaining));
        Assert.False(ledger.Terminal.Contains(101));
    }

    [Fact]
    public async Task WhatWasLostAndWhatIsOut_IsWhatTheNextOwnerFinds()
    {
        var ledger = await OpenAsync();
        ledger.Lose(4);
        ledger.Lease([new(7, "silo", PointRanges.Parse("104-107"), 1)]);
        ledger.Lose(2);
        await ledger.SaveAsync();

        var next = await OpenAsync();
        Assert.Equal(6, next.Lost);
        Assert.Equal([new LeaseEntry(7, "silo", PointRanges.Parse("104-107"), 1)], next.Saved.Leases);
    }

    [Fact]
    public async Task Commit_KeepsWhereItRan_AndWhatThrewBefore_ForTheNextOwner()
    {
        var ledger = await OpenAsync();
        ledger.Note(new AttemptEntry(PointRanges.Parse("100-103"), 1, AttemptOutcome.Lost, "its silo was lost", "a"));
        Assert.Equal((2, 1), (ledger.NextAttempt(103), ledger.NextAttempt(104)));
        ledger.Commit(Report("s", "100-103", failures: [new PointFailure(109, 3, "no")]) with { Silo = "b", Number = 2, Retried = [new PointFailure(102, 2, "throws at times")] });
        await ledger.SaveAsync();

        var stored = (await OpenAsync()).Saved;
        Assert.Equal(("b", 2), (stored.Segments[0].Silo, stored.Segments[0].Attempt));
        Assert.Equal(new FailureEntry(109, 3, "no", "b", At: Now), Assert.Single(stored.Failures));
        Assert.Equal(new AttemptEntry(PointRanges.Parse("102"), 3, AttemptOutcome.Failed, "throws at times", "b", Now), stored.Attempts[^1]);
        Assert.Equal(2, stored.Attempts.Count);
    }

    [Fact]
    public async Task ForgetFailures_KeepsThemAsAttempts()
    {
        var ledger = await OpenAsync();
        ledger.Commit(Report("", "", failures: [new PointFailure(101, 3, "no")]) with { Silo = "b" });
        ledger.ForgetFailures();
        Assert.Equal(4, ledger.NextAttempt(101));
        await ledger.SaveAsync();
        Assert.Equal([new AttemptEntry(PointRanges.Parse("101"), 3, AttemptOutcome.Failed, "no", "b", Now)], (await OpenAsync()).Saved.Attempts);
    }

    [Fact]
    public async Task Note_OfASiloThatIsLostAllDay_KeepsTheNewest()
    {
        var ledger = await OpenAsync();
        for (int attempt = 1; attempt <= 1000; attempt++) ledger.Note(new AttemptEntry(PointRanges.Parse("100-109"), attempt, AttemptOutcome.Lost, "its silo was lost"));
        await ledger.SaveAsync();
        Assert.Equal((256, 1000), (ledger.Saved.Attempts.Count, ledger.Saved.Attempts[^1].Attempt));
    }

    [Fact]
    public async Task Ledger_OfARefinedSweep_ExpectsWhatWasChosenAndWhatIsCommitted()
    {
        var first = await ShardLedger.OpenAsync(_store, Sweep, 1, PointRanges.Of(100, 110), Time, PointRanges.Parse("101,104-105"));
        Assert.Equal(new Ledger(3), first.Counts);
        first.Commit(new LeaseResult(0, "segment", PointRanges.Parse("101,104"), PointRanges.Empty, [new PointFailure(105, 3, "it hung")]));
        await first.SaveAsync();
        Assert.Equal(new Ledger(3, 2, Failed: 1), first.Saved.Ledger);

        // An order of the round before that comes late.
        var late = await ShardLedger.OpenAsync(_store, Sweep, 1, PointRanges.Of(100, 110), Time, PointRanges.Parse("101"));
        Assert.Equal(new Ledger(3, 2, Failed: 1), late.Counts);
    }

    private Task<ShardLedger> OpenAsync() => ShardLedger.OpenAsync(_store, Sweep, 1, PointRanges.Of(100, 110), Time);

    private static LeaseResult Report(string segment, string committed, string diverged = "", params PointFailure[] failures) =>
        new(1, segment, PointRanges.Parse(committed), PointRanges.Parse(diverged), failures);
}
