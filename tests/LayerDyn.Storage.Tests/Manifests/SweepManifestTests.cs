using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Tests.Manifests;

public sealed class SweepManifestTests : IDisposable
{
    private static readonly SweepId Sweep = SweepId.Parse("stages-0badcafe");
    private static readonly SweepHardware Silo = new(3, "Debian GNU/Linux 12 (bookworm)", "AMD EPYC", 16, "16 cpu, 4 cuda (NVIDIA H100)", "0.2.0");

    private static readonly SweepHead Head = new()
    {
        SweepId = Sweep,
        PointCount = 250,
        BatchSize = 10,
        ShardSize = 100,
        Submitted = new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc),
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private LocalArtifactStore Store => new(_folder.Path);

    [Fact]
    public async Task Head_OpenedTwice_KeepsWhatWasFixedFirst()
    {
        var heads = new SweepHeadStore(Store, Sweep);
        Assert.Equal((Head, true), await heads.OpenAsync(Head));
        Assert.Equal((Head, false), await heads.OpenAsync(Head with { BatchSize = 1, ShardSize = 7 }));
        await Assert.ThrowsAsync<StoreException>(() => heads.OpenAsync(Head with { PointCount = 251 }));
    }

    [Fact]
    public async Task Head_ChangedByMany_LosesNoChange()
    {
        await new SweepHeadStore(Store, Sweep).OpenAsync(Head with { BatchSize = 1 });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new SweepHeadStore(Store, Sweep).UpdateAsync(head => head with { BatchSize = head.BatchSize + 1 }))));
        Assert.Equal(9, (await new SweepHeadStore(Store, Sweep).TryReadAsync())!.BatchSize);
    }

    [Fact]
    public async Task Head_ChosenOnce_StaysChosen()
    {
        var heads = new SweepHeadStore(Store, Sweep);
        await heads.OpenAsync(Head with { Chosen = PointRanges.Parse("0,100") });
        await heads.UpdateAsync(head => head.Choose(PointRanges.Parse("0-3,7,100")));
        var etag = (await Store.TryReadAsync(new SweepPaths(Sweep).Manifest))!.ETag;
        await heads.UpdateAsync(head => head.Choose(PointRanges.Parse("1,100"))); // somebody who is a round behind
        Assert.Equal(etag, (await Store.TryReadAsync(new SweepPaths(Sweep).Manifest))!.ETag);
        await heads.UpdateAsync(head => head.Choose(PointRanges.Parse("2-5,9,101")));

        Assert.Equal(PointRanges.Parse("0-5,7,9,100-101"), (await heads.TryReadAsync())!.Chosen);
        Assert.Same(Head, Head.Choose(PointRanges.Parse("4"))); // all are run
    }

    [Fact]
    public async Task Head_KeepsTheFirstActionAndTheLastOnes_WithItsLimits()
    {
        var head = Head.Begin(new RunLimits { SweepTime = TimeSpan.FromHours(1) }, failed: 3, Head.Submitted) with { Limits = new RunLimits { Failures = 7 }, Reached = "a limit" };
        for (int i = 0; i < 250; i++) head = head.After(new SweepAction(Head.Submitted.AddMinutes(i), "paused", "ada", $"{i}"));
        await new SweepHeadStore(Store, Sweep).OpenAsync(head);
        var read = (await new SweepHeadStore(Store, Sweep).TryReadAsync())!;

        Assert.Equal(["0", .. Enumerable.Range(151, 99).Select(i => $"{i}")], read.History.Select(action => action.Detail));
        Assert.Equal(head.History, read.History);
        Assert.Equal(head with { History = [] }, read with { History = [] });
        Assert.Equal((Head.Submitted.AddHours(1), 3L), (read.Until, read.FailedBefore));
    }

    [Fact]
    public async Task Head_KeepsWhatItWasSubmittedWith()
    {
        await new SweepHeadStore(Store, Sweep).OpenAsync(Head with { Variant = "quick", Set = ["steps=100", "seeds=2"], Command = "layerdyn run stages", Hardware = [Silo] });
        var read = (await new SweepHeadStore(Store, Sweep).TryReadAsync())!;

        Assert.Equal("quick", read.Variant);
        Assert.Equal(["steps=100", "seeds=2"], read.Set);
        Assert.Equal("layerdyn run stages", read.Command);
        Assert.Equal([Silo], read.Hardware);
    }

    [Fact]
    public async Task Head_KeepsItsLabels_AndTellsOfTheirChanges()
    {
        var heads = new SweepHeadStore(Store, Sweep);
        await heads.OpenAsync(Head);
        var now = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => heads.UpdateAsync(head => head.Labelled(new LabelChange { AddTags = [$"t{i}"] }, now, "ada"))));
        await heads.UpdateAsync(head => head.Labelled(new LabelChange { Title = "A", Note = "one\ntwo", RemoveTags = ["t3", "t3", "x"] }, now));
        var read = (await heads.TryReadAsync())!;

        Assert.Equal(("A", "one\ntwo", "t0 t1 t2 t4 t5 t6 t7"), (read.Labels.Title, read.Labels.Note, string.Join(' ', read.Labels.Tags)));
        Assert.Equal(8, read.History.Count(action => action is { What: "tagged", By: "ada" }));
        Assert.Equal(["renamed A", "noted one two", "tagged -t3"], read.History.TakeLast(3).Select(action => $"{action.What} {action.Detail}"));
        Assert.Same(read, read.Labelled(new LabelChange { Title = "A", AddTags = ["t0"] }, now));
        Assert.Throws<InvalidOperationException>(() => read.Labelled(new LabelChange { AddTags = [.. Enumerable.Range(0, 26).Select(i => $"u{i}")] }, now));
    }

    [Fact]
    public void Shards_CoverThePointsOnce()
    {
        Assert.Equal(3, Head.ShardCount);
        Assert.Equal([(0L, 100L), (100L, 200L), (200L, 250L)], Enumerable.Range(0, 3).Select(Head.Shard));
    }

    [Fact]
    public async Task Sweep_ReadFromItsShards_AddsUp()
    {
        await new SweepHeadStore(Store, Sweep).OpenAsync(Head);
        var shard = new ShardManifestStore(Store, Sweep, 1);
        var owner = await shard.TakeOverAsync(ManifestStore.Empty(Head, 1));
        await shard.TryCommitAsync(owner, owner.Manifest.With(new SegmentEntry("a", PointRanges.Parse("100-119"), 18, 2)) with { Failures = [new(150, 3, "boom")] });

        var stored = (await new ManifestStore(Store, Sweep).TryReadAsync())!;
        Assert.Equal(Head, stored.Head);
        Assert.Equal((250, 18, 2, 229), (stored.Manifest.PointCount, stored.Manifest.Ledger.Finished, stored.Manifest.Ledger.Diverged, stored.Manifest.Ledger.Remaining));
        Assert.Equal("100-119", stored.Manifest.Committed().ToString());
        Assert.Equal([100L, 79L, 50L], stored.Shards.Select(part => part.Ledger.Remaining));
    }

    [Fact]
    public async Task Shard_PointOfAnotherShard_IsRefused()
    {
        var owner = await new ShardManifestStore(Store, Sweep, 1).TakeOverAsync(ManifestStore.Empty(Head, 1));
        Assert.Throws<ArgumentException>(() => owner.Manifest.With(new SegmentEntry("a", PointRanges.Parse("99-100"), 2, 0)));
        Assert.Throws<ArgumentException>(() => owner.Manifest.With(new SegmentEntry("a", PointRanges.Parse("199-200"), 2, 0)));
    }
}
