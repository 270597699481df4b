using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Sweeps;

public sealed class ShardTallyTests
{
    private static readonly SweepId Sweep = SweepId.Parse("toy-01234567");

    private static readonly SweepHead Head = new()
    {
        SweepId = Sweep,
        PointCount = 25,
        BatchSize = 5,
        ShardSize = 10,
        State = ManifestState.Active,
        Priority = "normal",
        Submitted = DateTime.UnixEpoch,
    };

    private readonly ShardTally _tally = new();

    public ShardTallyTests()
    {
        var stored = Enumerable.Range(0, 3).Select(shard => ManifestStore.Empty(Head, shard)).ToArray();
        stored[1] = stored[1].With(new SegmentEntry("segment", PointRanges.Parse("10-13"), 3, 1)) with { Failures = [new FailureEntry(14, 2, "no")], Lost = 5 };
        _tally.Read(new StoredSweep(Head, [.. stored]));
    }

    [Fact]
    public void Total_OfWhatIsStored_AddsUpAllShards()
    {
        Assert.Equal((25, 3, 1, 1, 20), Ledger());
        Assert.Equal("no", _tally.FirstFailure);
        Assert.Equal(5, _tally.Total.Lost);
        Assert.Equal([0, 1, 2], _tally.Unfinished());
        Assert.Equal([1], _tally.WithFailures());
    }

    [Fact]
    public void News_ReplacesTheShardsPart_AndOlderNewsIsDropped()
    {
        Assert.True(_tally.Take(new ShardStatus { Shard = 0, Version = 2, Ledger = new(10, 10), Lost = 4 }));
        Assert.False(_tally.Take(new ShardStatus { Shard = 0, Version = 1, Ledger = new(10, 5) }));
        Assert.False(_tally.Take(new ShardStatus { Shard = 3, Version = 9, Ledger = new(10, 5) }));

        Assert.Equal((25, 13, 1, 1, 10), Ledger());
        Assert.Equal(9, _tally.Total.Lost);
        Assert.Equal([1, 2], _tally.Unfinished());
    }

    [Fact]
    public void Shard_HasAnswered_UntilTheSweepIsReadAgain()
    {
        _tally.Take(new ShardStatus { Shard = 0, Version = 2, Ledger = new(10) });
        Assert.False(_tally.HasAnswered(0));
        Assert.False(_tally.TakeAnswer(new ShardStatus { Shard = 0, Version = 1, Ledger = new(10) })); // newer news was faster
        Assert.True(_tally.HasAnswered(0));
        Assert.False(_tally.HasAnswered(1));
        _tally.Read(new StoredSweep(Head, []));
        Assert.False(_tally.HasAnswered(0));
    }

    [Fact]
    public void ShardReadFromTheStore_CountsAsStored_WhateverItSaidLast()
    {
        _tally.Take(new ShardStatus { Shard = 1, Version = 7, Ledger = new(10, 3, 1), Running = 6 });
        _tally.Read(1, Manifest.Empty(Sweep, 10, 20).With(new SegmentEntry("segment", PointRanges.Parse("10-19"), 9, 1)));

        Assert.Equal((25, 9, 1, 0, 15), Ledger());
        Assert.Equal((0, ""), (_tally.Total.Running, _tally.FirstFailure));
        Assert.False(_tally.Take(new ShardStatus { Shard = 1, Version = 6, Ledger = new(10), Running = 6 })); // on its way since before
    }

    [Fact]
    public void ShardWhoseLastPointsTrain_LeavesItsPlaceToTheNext_WhichKeepsIt()
    {
        Assert.Equal([0], _tally.AtWork(1));
        _tally.Take(new ShardStatus { Shard = 0, Version = 2, Ledger = new(10, 4), Running = 5 });
        Assert.Equal([0], _tally.AtWork(1));
        _tally.Take(new ShardStatus { Shard = 0, Version = 3, Ledger = new(10, 4), Running = 6 });
        Assert.Equal([0, 1], _tally.AtWork(1));
        _tally.Take(new ShardStatus { Shard = 0, Version = 4, Ledger = new(10, 4), Running = 0 }); // its silo is lost
        Assert.Equal([0, 1], _tally.AtWork(1));
        _tally.Take(new ShardStatus { Shard = 0, Version = 5, Ledger = new(10, 10) });
        Assert.Equal([1], _tally.AtWork(1));
        Assert.Equal([1, 2], _tally.AtWork(9));
        Assert.Equal([1, 2], _tally.AtWork(1)); // there were more slots
    }

    private (long, long, long, long, long) Ledger() =>
        (_tally.Total.Ledger.Expected, _tally.Total.Ledger.Finished, _tally.Total.Ledger.Diverged, _tally.Total.Ledger.Failed, _tally.Total.Ledger.Remaining);
}
