using System.Text;
using System.Text.Json.Nodes;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Tests.Manifests;

public sealed class ManifestTests : IDisposable
{
    private static readonly SweepId Sweep = SweepId.Parse("stages-0badcafe");
    private static readonly Manifest Start = new() { SweepId = Sweep, PointCount = 1000 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static JsonObject Parse(byte[] manifest)
    {
        var json = (JsonObject)JsonNode.Parse(manifest)!;
        json.Remove("sha256");
        return json;
    }

    /// <summary>The manifest as version 0.1 wrote it.</summary>
    private static string Unsealed(byte[] manifest)
    {
        var json = Parse(manifest);
        json["version"] = 2;
        return json.ToJsonString(ManifestJson.Options);
    }

    private ShardManifestStore Open() => new(new LocalArtifactStore(_folder.Path), Sweep, 3);

    [Fact]
    public void Ledger_SegmentsAndFailures_AddsUp()
    {
        var manifest = (Start with { Failures = [new(70, 3, "boom"), new(900, 3, "boom")] })
            .With(new SegmentEntry("00000000-00000001", PointRanges.Parse("0-63"), 60, 4))
            .With([new SegmentEntry("00000064-00000002", PointRanges.Parse("64-127"), 64, 0)]);
        Assert.Equal((124, 4, 1, 1000 - 129), (manifest.Ledger.Finished, manifest.Ledger.Diverged, manifest.Failures.Count, manifest.Ledger.Remaining));
        Assert.Equal("0-127", manifest.Committed().ToString());
        Assert.Equal(900, Assert.Single(manifest.Failures).Index); // point 70 has its result now
    }

    [Fact]
    public void With_PointCommittedTwice_Throws()
    {
        var manifest = Start.With(new SegmentEntry("a", PointRanges.Parse("0-63"), 64, 0));
        Assert.Throws<ArgumentException>(() => manifest.With(new SegmentEntry("b", PointRanges.Parse("63-64"), 2, 0)));
        Assert.Equal("0-63", manifest.Committed().ToString());
    }

    [Theory]
    [InlineData("0-63", 63, 0)]
    [InlineData("0-63", 65, -1)]
    [InlineData("999-1000", 2, 0)]
    public void With_SegmentThatDoesNotAddUp_Throws(string points, long finished, long diverged) =>
        Assert.Throws<ArgumentException>(() => Start.With(new SegmentEntry("a", PointRanges.Parse(points), finished, diverged)));

    [Fact]
    public void Committed_SegmentsReplacedByWith_IsNotStale()
    {
        var manifest = Start.With(new SegmentEntry("a", PointRanges.Parse("0-63"), 64, 0));
        Assert.Equal(64, manifest.Committed().Count);
        Assert.Equal(0, (manifest with { Segments = [] }).Committed().Count);
    }

    [Fact]
    public void Committed_ChangedByTheCaller_LeavesTheManifest()
    {
        var manifest = Start.With(new SegmentEntry("a", PointRanges.Parse("0-63"), 64, 0));
        manifest.Committed().Add(500);
        Assert.False(manifest.Committed().Contains(500));
    }

    [Fact]
    public void Json_RoundTrip_IsTheSame()
    {
        var manifest = (Start with { Term = 7, Failures = [new(900, 3, "\"quoted\"\nµ")], Lost = 32, Leases = [new(7, "127.0.0.1:11111@7", PointRanges.Parse("0-63")), new(0, "", PointRanges.Parse("901"), 4, 1, true, 200, "127.0.0.1:11112@7")] })
            .With(new SegmentEntry("00000000-00000001", PointRanges.Parse("0-63,70"), 61, 4));
        byte[] json = ManifestJson.Write(manifest);
        var read = ManifestJson.Read(json);
        Assert.Equal(json, ManifestJson.Write(read));
        Assert.Equal((manifest.SweepId, 7, 0, 1000), (read.SweepId, read.Term, read.First, read.PointCount));
        Assert.Equal(manifest.Segments, read.Segments);
        Assert.Equal(manifest.Failures, read.Failures);
        Assert.Equal(32, read.Lost);
        Assert.Equal(manifest.Leases, read.Leases);
    }

    [Fact]
    public void Json_OfBeforeLossesWereKept_IsReadAndSealed()
    {
        const string Json = """
            {
              "version": 2,
              "sweepId": "stages-0badcafe",
              "epoch": 3,
              "first": 0,
              "pointCount": 1000,
              "segments": [],
              "failures": []
            }
            """;
        var read = ManifestJson.Read(Encoding.UTF8.GetBytes(Json));
        Assert.Equal((3, 0, 0), (read.Term, read.Lost, read.Leases.Count));
        Assert.Equal(Json, Unsealed(ManifestJson.Write(read)));
    }

    [Fact]
    public void Json_OfALaterBuild_IsReadWithoutWhatIsUnknown()
    {
        var later = Parse(ManifestJson.Write(Start.With(new SegmentEntry("a", PointRanges.Parse("0-63"), 64, 0))));
        later["mood"] = new JsonArray(1);
        later["segments"]![0]!["size"] = 3;
        Assert.Equal(64, ManifestJson.Read(SealedJson.Seal(Encoding.UTF8.GetBytes(later.ToJsonString(ManifestJson.Options)))).Ledger.Finished);
    }

    [Fact]
    public void Json_WhereItRan_IsKept()
    {
        var manifest = (Start with
        {
            Failures = [new(900, 3, "boom", "silo-a")],
            Attempts = [new(PointRanges.Parse("0-63"), 1, AttemptOutcome.Lost, "its silo was lost", "silo-a"), new(PointRanges.Parse("5"), 2, AttemptOutcome.Failed, "no")],
        }).With(new SegmentEntry("a", PointRanges.Parse("0-63"), 64, 0, "silo-b", 2));
        var read = ManifestJson.Read(ManifestJson.Write(manifest));
        Assert.Equal(manifest.Segments, read.Segments);
        Assert.Equal(manifest.Failures, read.Failures);
        Assert.Equal(manifest.Attempts, read.Attempts);
    }

    [Fact]
    public void Json_OfBeforeThat_IsReadAndSealed()
    {
        const string Old = """
            {
              "version": 2,
              "sweepId": "stages-0badcafe",
              "epoch": 1,
              "first": 0,
              "pointCount": 1000,
              "segments": [
                {
                  "name": "a",
                  "points": "0-63",
                  "finished": 60,
                  "diverged": 4
                }
              ],
              "failures": [
                {
                  "index": 900,
                  "attempts": 3,
                  "message": "boom"
                }
              ]
            }
            """;
        var read = ManifestJson.Read(Encoding.UTF8.GetBytes(Old));
        Assert.Equal(new SegmentEntry("a", PointRanges.Parse("0-63"), 60, 4, Silo: null, Attempt: 0), Assert.Single(read.Segments));
        Assert.Equal(new FailureEntry(900, 3, "boom", Silo: null), Assert.Single(read.Failures));
        Assert.Empty(read.Attempts);
        Assert.Equal(Old, Unsealed(ManifestJson.Write(read)));
    }

    [Theory]
    [InlineData("\"version\": 2", "\"version\": 1", "version 1")]
    [InlineData("\"0-63\"", "\"0-64\"", "does not add up")]
    [InlineData("\"0-63\"", "\"0-62,62\"", "'62' does not come after '0-62'")]
    [InlineData("\"0-63\"", "64", "damaged")]
    [InlineData("\"finished\": 64", "\"finished\": 63", "does not add up")]
    [InlineData("\"index\": 900", "\"index\": 5", "has a result and a failure")]
    [InlineData("\"index\": 900", "\"index\": 1000", "does not exist")]
    [InlineData("\"epoch\"", "\"epcoh\"", "damaged")]
    [InlineData("\"first\": 0", "\"first\": 1", "not of this shard")]
    [InlineData("\"pointCount\": 1000", "\"pointCount\": -1", "out of range")]
    [InlineData("\"lost\": 32", "\"lost\": -1", "out of range")]
    [InlineData("stages-0badcafe", "../stages", "sweep id")]
    public void Json_ThatDoesNotAddUp_IsRefusedWithTheReason(string part, string instead, string reason)
    {
        var manifest = (Start with { Failures = [new(900, 3, "boom")], Lost = 32 }).With(new SegmentEntry("a", PointRanges.Parse("0-63"), 64, 0));
        string json = Unsealed(ManifestJson.Write(manifest));
        Assert.Contains(part, json);
        var error = Assert.Throws<FormatException>(() => ManifestJson.Read(Encoding.UTF8.GetBytes(json.Replace(part, instead))));
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void Json_AnyByteChanged_IsRefused()
    {
        var manifest = (Start with { Failures = [new(900, 3, "boom")], Lost = 32 }).With(new SegmentEntry("a", PointRanges.Parse("0-63"), 60, 4, "silo-a", 1) { Staged = true, Records = SegmentFile.Of([1]) });
        byte[] json = ManifestJson.Write(manifest);
        for (int at = 0; at < json.Length; at++)
        {
            foreach (int bit in (int[])[0, 1, 3, 5])
            {
                byte[] changed = [.. json];
                changed[at] ^= (byte)(1 << bit);
                Assert.Throws<FormatException>(() => ManifestJson.Read(changed));
            }
        }
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
        first = (await Open().TryCommitAsync(first, first.Manifest.With(new SegmentEntry("a", PointRanges.Parse("0-63"), 64, 0))))!;
        var second = await Open().TakeOverAsync(Start);
        Assert.Equal((1, 2), (first.Manifest.Term, second.Manifest.Term));
        Assert.Equal(64, second.Manifest.Ledger.Finished);

        Assert.Null(await Open().TryCommitAsync(first, first.Manifest.With(new SegmentEntry("zombie", PointRanges.Parse("64-127"), 64, 0))));
        Assert.NotNull(await Open().TryCommitAsync(second, second.Manifest.With(new SegmentEntry("b", PointRanges.Parse("64-127"), 64, 0))));
        Assert.Equal(["a", "b"], (await Open().TryReadAsync())!.Manifest.Segments.Select(segment => segment.Name));
    }

    [Fact]
    public async Task TakeOver_ManyAtOnce_EachGetsItsOwnEpochAndTheLastOneOwns()
    {
        var owners = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Open().TakeOverAsync(Start))));
        Assert.Equal([1, 2, 3, 4, 5, 6], owners.Select(owner => owner.Manifest.Term).Order());
        var commits = await Task.WhenAll(owners.Select(async owner =>
            await Open().TryCommitAsync(owner, owner.Manifest.With(new SegmentEntry($"of-{owner.Manifest.Term}", PointRanges.Parse("0"), 1, 0))) is null ? 0 : owner.Manifest.Term));
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
        Directory.CreateDirectory(_folder["stages-0badcafe/shards"]);
        await File.WriteAllTextAsync(_folder["stages-0badcafe/shards/00003.json"], "{ half");
        var error = await Assert.ThrowsAsync<StoreException>(() => Open().TryReadAsync());
        Assert.Contains("stages-0badcafe/shards/00003.json", error.Subject);
    }

    [Fact]
    public async Task TryRead_NoSweep_IsNull() => Assert.Null(await Open().TryReadAsync());

    [Fact]
    public async Task TryCommit_OfWhatIsThereAlready_Counts()
    {
        // The answer to the first write was lost, and the store repeated it.
        var first = await Open().TakeOverAsync(Start);
        var next = first.Manifest.With(new SegmentEntry("a", PointRanges.Parse("0-63"), 64, 0));
        Assert.NotNull(await Open().TryCommitAsync(first, next));
        Assert.NotNull(await Open().TryCommitAsync(first, next));
    }
}
