using System.Text;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Tests.Manifests;

public sealed class ManifestTests : IDisposable
{
    private static readonly SweepId Sweep = SweepId.Parse("stages-0badcafe");
    private static readonly Manifest Start = new() { SweepId = Sweep, PackSize = 64, PointCount = 1000 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ManifestStore Open() => new(new LocalArtifactStore(_folder.Path), Sweep);

    [Fact]
    public void Ledger_SegmentsAndFailures_AddsUp()
    {
        var manifest = (Start with { Failures = [new(70, 3, "boom"), new(900, 3, "boom")] })
            .With(new SegmentEntry("00000000-00000001", "0-63", 60, 4))
            .With([new SegmentEntry("00000064-00000002", "64-127", 64, 0)]);
        Assert.Equal((124, 4, 1, 1000 - 129), (manifest.Finished, manifest.Diverged, manifest.Failures.Count, manifest.Remaining));
        Assert.Equal("0-127", manifest.Committed().ToString());
        Assert.Equal(900, Assert.Single(manifest.Failures).Index); // point 70 has its result now
    }

    [Fact]
    public void With_PointCommittedTwice_Throws()
    {
        var manifest = Start.With(new SegmentEntry("a", "0-63", 64, 0));
        Assert.Throws<ArgumentException>(() => manifest.With(new SegmentEntry("b", "63-64", 2, 0)));
        Assert.Equal("0-63", manifest.Committed().ToString());
    }

    [Theory]
    [InlineData("0-63", 63, 0)]
    [InlineData("0-63", 65, -1)]
    [InlineData("999-1000", 2, 0)]
    [InlineData("0,0", 2, 0)]
    public void With_SegmentThatDoesNotAddUp_Throws(string points, long finished, long diverged) =>
        Assert.Throws<ArgumentException>(() => Start.With(new SegmentEntry("a", points, finished, diverged)));

    [Fact]
    public void Committed_SegmentsReplacedByWith_IsNotStale()
    {
        var manifest = Start.With(new SegmentEntry("a", "0-63", 64, 0));
        Assert.Equal(64, manifest.Committed().Count);
        Assert.Equal(0, (manifest with { Segments = [] }).Committed().Count);
    }

    [Fact]
    public void Committed_ChangedByTheCaller_LeavesTheManifest()
    {
        var manifest = Start.With(new SegmentEntry("a", "0-63", 64, 0));
        manifest.Committed().Add(500);
        Assert.False(manifest.Committed().Contains(500));
    }

    [Fact]
    public void Json_RoundTrip_IsTheSame()
    {
        var manifest = (Start with { Epoch = 7, State = ManifestState.Paused, Failures = [new(900, 3, "\"quoted\"\nµ")] })
            .With(new SegmentEntry("00000000-00000001", "0-63,70", 61, 4));
        byte[] json = ManifestJson.Write(manifest);
        var read = ManifestJson.Read(json);
        Assert.Equal(json, ManifestJson.Write(read));
        Assert.Equal((manifest.SweepId, 7, 64, 1000, ManifestState.Paused), (read.SweepId, read.Epoch, read.PackSize, read.PointCount, read.State));
        Assert.Equal(manifest.Segments, read.Segments);
        Assert.Equal(manifest.Failures, read.Failures);
        Assert.Contains("\"state\": \"paused\"", Encoding.UTF8.GetString(json));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "version 2")]
    [InlineData("\"0-63\"", "\"0-64\"", "does not add up")]
    [InlineData("\"finished\": 64", "\"finished\": 63", "does not add up")]
    [InlineData("\"index\": 900", "\"index\": 5", "has a result and a failure")]
    [InlineData("\"index\": 900", "\"index\": 1000", "does not exist")]
    [InlineData("\"epoch\"", "\"epcoh\"", "damaged")]
    [InlineData("\"state\": \"active\"", "\"state\": \"odd\"", "damaged")]
    [InlineData("\"pointCount\": 1000", "\"pointCount\": -1", "out of range")]
    [InlineData("stages-0badcafe", "../stages", "sweep id")]
    public void Json_Damaged_IsRefusedWithTheReason(string part, string instead, string reason)
    {
        var manifest = (Start with { Failures = [new(900, 3, "boom")] }).With(new SegmentEntry("a", "0-63", 64, 0));
        string json = Encoding.UTF8.GetString(ManifestJson.Write(manifest));
        Assert.Contains(part, json);
        var error = Assert.Throws<FormatException>(() => ManifestJson.Read(Encoding.UTF8.GetBytes(json.Replace(part, instead))));
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void Json_CutOff_IsRefused()
    {
        byte[] json = ManifestJson.Write(Start);
        Assert.Throws<FormatException>(() => ManifestJson.Read(json.AsSpan(0, json.Length / 2)));
        Assert.Throws<FormatException>(() => ManifestJson.Read([]));
    }

    [Fact]
    public async Task TakeOver_Twice_RaisesTheEpochAndFencesTheFirstOwner()
    {
        var first = await Open().TakeOverAsync(Start);
        first = (await Open().TryCommitAsync(first, first.Manifest.With(new SegmentEntry("a", "0-63", 64, 0))))!;
        var second = await Open().TakeOverAsync(Start);
        Assert.Equal((1, 2), (first.Manifest.Epoch, second.Manifest.Epoch));
        Assert.Equal(64, second.Manifest.Finished);

        Assert.Null(await Open().TryCommitAsync(first, first.Manifest.With(new SegmentEntry("zombie", "64-127", 64, 0))));
        Assert.NotNull(await Open().TryCommitAsync(second, second.Manifest.With(new SegmentEntry("b", "64-127", 64, 0))));
        Assert.Equal(["a", "b"], (await Open().TryReadAsync())!.Manifest.Segments.Select(segment => segment.Name));
    }

    [Fact]
    public async Task TakeOver_ManyAtOnce_EachGetsItsOwnEpochAndTheLastOneOwns()
    {
        var owners = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Open().TakeOverAsync(Start))));
        Assert.Equal([1, 2, 3, 4, 5, 6], owners.Select(owner => owner.Manifest.Epoch).Order());
        var commits = await Task.WhenAll(owners.Select(async owner =>
            await Open().TryCommitAsync(owner, owner.Manifest with { State = ManifestState.Ended }) is null ? 0 : owner.Manifest.Epoch));
        Assert.Equal(6, Assert.Single(commits, epoch => epoch != 0));
    }

    [Fact]
    public async Task TakeOver_AnotherPointCount_Throws()
    {
        await Open().TakeOverAsync(Start);
        await Assert.ThrowsAsync<StoreException>(() => Open().TakeOverAsync(Start with { PointCount = 999 }));
    }

    [Fact]
    public async Task TryRead_Damaged_NamesTheFile()
    {
        Directory.CreateDirectory(_folder[Sweep.Value]);
        await File.WriteAllTextAsync(_folder["stages-0badcafe/manifest.json"], "{ half");
        var error = await Assert.ThrowsAsync<StoreException>(() => Open().TryReadAsync());
        Assert.Contains("stages-0badcafe/manifest.json", error.Subject);
    }

    [Fact]
    public async Task TryRead_NoSweep_IsNull() => Assert.Null(await Open().TryReadAsync());
}
