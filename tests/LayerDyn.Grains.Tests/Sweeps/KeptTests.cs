using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>What is kept of points is in the store with their results, once and as it was written, whatever happened on the way.</summary>
[Collection(TestSilo.Collection)]
public sealed class KeptTests : IDisposable
{
    private const string Keep = "keep: { weights: [0, 20, last], outputs: last, data: true }";

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _other = new();

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    private static SweepPlan Plan(int seeds = 3, string keep = Keep, string name = "kept") => SweepPlan.Load($$"""
        name: {{name}}
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: normal, std: 0.1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 50
        measure: { at: { every: 10 }, observables: [loss] }
        {{keep}}
        axes:
          std: { range: [0.1, 0.9, 0.1], sets: init.std }
        seeds: {{seeds}}
        """);

    /// <summary>One point that trains until somebody pauses it, and then for a little: two layers wide enough to take some seconds.</summary>
    private static SweepPlan Long() => SweepPlan.Load("""
        name: kept-long
        model: { kind: mlp, widths: [16, 96, 96, 4], activation: tanh }
        init: { kind: normal, std: 1, fanIn: true }
        task: { kind: teacher-student, inputs: 16, outputs: 4, singularValues: [2, 1, 1, 1], samples: 128 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 20000
        measure: { at: { every: 1000 }, observables: [loss] }
        keep: { weights: all, features: [0, last] }
        """);

    private SortedDictionary<string, string> Files(string folder, SweepPlan plan) => new(
        Directory.GetFiles(Path.Combine(folder, plan.Id.Value, "kept")).ToDictionary(file => Path.GetFileName(file)!, file => SegmentFile.Of(File.ReadAllBytes(file)).Sha256), StringComparer.Ordinal);

    private static async Task<AuditReport> AuditAsync(TestSilo silo, SweepPlan plan, bool deep = true) => await new SweepAudit(silo.Store, plan.Id).RunAsync(deep);

    [Fact]
    public async Task Completed_HasTheSameFiles_HoweverItWasPacked()
    {
        var plan = Plan();
        var found = new List<string>();
        foreach (int batch in (int[])[1, 5, 24])
        {
            string folder = _folder[$"batch-{batch}"];
            await using var silo = await TestSilo.StartAsync(folder);
            Assert.Equal(SweepState.Completed, (await silo.RunAsync(plan, batch)).State);
            Assert.True((await AuditAsync(silo, plan)).IsSound);
            var files = Files(folder, plan);
            Assert.Equal((24 * 3) + 3, files.Count); // three steps of each point, and the data of each seed
            Assert.All(files.Where(file => file.Key.StartsWith("data-", StringComparison.Ordinal)), file => Assert.Equal($"data-{file.Value}.safetensors", file.Key));
            var named = Science.Files.Safetensors.Read(File.ReadAllBytes(Path.Combine(folder, plan.Id.Value, "kept", "00000003-20.safetensors"))).Metadata;
            Assert.Equal(plan.PointId(3).ToString(), named["layerdyn.point"]);
            Assert.Contains($"data-{named["layerdyn.data"]}.safetensors", files.Keys);
            var segments = (await new ManifestStore(silo.Store, plan.Id).ReadAsync()).Manifest.Segments;
            Assert.Equal(24 * 4, segments.Sum(segment => segment.Kept));
            string results = string.Join(' ', Directory.GetFiles(Path.Combine(folder, plan.Id.Value, "results")).Order().Select(file => SegmentFile.Of(File.ReadAllBytes(file)).Sha256));
            found.Add(results + string.Join(' ', files.Select(file => file.Key + file.Value)));
        }

        Assert.Single(found.Distinct());
    }

    [Theory]
    [InlineData("00000003-20.safetensors")]
    [InlineData("data-*.safetensors")]
    public async Task FileThatIsMissingAfterTheEnd_IsComputedAgainByTheNextRun(string name)
    {
        var plan = Plan();
        SortedDictionary<string, string> before;
        await using (var silo = await TestSilo.StartAsync(_folder.Path))
        {
            await silo.RunAsync(plan, 6);
            before = Files(_folder.Path, plan);
            string file = Directory.GetFiles(_folder[$"{plan.Id}/kept"], name).Order().First();
            File.Delete(file);
            var audit = await AuditAsync(silo, plan, deep: false);
            Assert.Contains($"{Path.GetFileName(file)} is missing", Assert.Single(audit.Damaged).Damage);
            Assert.Empty(audit.Unlisted);
        }

        await using (var silo = await TestSilo.StartAsync(_folder.Path))
        {
            var status = await silo.RunAsync(plan);
            Assert.Equal((SweepState.Completed, 24L), (status.State, status.Ledger.Finished));
            Assert.True((await AuditAsync(silo, plan)).IsSound);
            Assert.Equal(before, Files(_folder.Path, plan));
        }
    }

    [Theory]
    [InlineData("00000003-20.safetensors")]
    [InlineData("data-*.safetensors")]
    public async Task FileThatWasChanged_IsFoundByItsHashAndWrittenAgain(string name)
    {
        var plan = Plan();
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(plan);
        var before = Files(_folder.Path, plan);
        string file = Directory.GetFiles(_folder[$"{plan.Id}/kept"], name).Order().First();
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);

        Assert.True((await AuditAsync(silo, plan, deep: false)).IsSound);
        var audit = await AuditAsync(silo, plan);
        Assert.Contains($"{Path.GetFileName(file)} has another SHA-256", Assert.Single(audit.Damaged).Damage);
        Assert.Empty(audit.Unlisted);
        var repair = new SweepRepair(silo.Store, plan.Id);
        await repair.DropAsync(audit.Stored.Head, audit.Damaged);
        await repair.PauseAsync();
        Assert.Equal(SweepState.Completed, (await silo.RunAsync(plan)).State);
        Assert.Equal(before, Files(_folder.Path, plan));
        Assert.True((await AuditAsync(silo, plan)).IsSound);
    }

    [Fact]
    public async Task FileThatNothingLists_IsUnlistedAndCleanedAway()
    {
        var plan = Plan();
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(plan);
        var paths = new SweepPaths(plan.Id);
        ArtifactPath[] left = [paths.Kept(3, 30), paths.KeptData(new string('0', 64))];
        foreach (var path in left) await silo.Store.TryCreateAsync(path, new byte[] { 1 });

        Assert.Equal(left.Order(), (await AuditAsync(silo, plan)).Unlisted);
        Assert.Equal(2, (await new SweepCleaning(silo.Store, plan.Id).RunAsync(TimeProvider.System.GetUtcNow().AddHours(2), dryRun: false)).Files);
        Assert.True((await AuditAsync(silo, plan)).IsSound);
        Assert.Equal(75, (await SweepUsage.ReadAsync(silo.Store, plan.Id)).Kept.Files);
    }

    [Fact]
    public async Task SweepWithPointsOfAnother_HasCopiesOfWhatIsKept()
    {
        var (first, extended) = (Plan(2), Plan(3, name: "more"));
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(first);
        string damaged = _folder[$"{first.Id}/kept/00000003-20.safetensors"]; // its point is computed
        File.WriteAllText(damaged, "");
        var status = await silo.RunAsync(extended);
        Directory.Delete(_folder[first.Id.Value], recursive: true);
        await using var alone = await TestSilo.StartAsync(_other.Path);
        await alone.RunAsync(extended);

        Assert.Equal((SweepState.Completed, 15L), (status.State, status.Shared));
        Assert.Equal(Files(_other.Path, extended), Files(_folder.Path, extended));
        Assert.True((await AuditAsync(silo, extended)).IsSound);
    }

    [Fact]
    public async Task SweepThatKeepsNothing_SharesNoPointsAndHasTheSameResults()
    {
        var (with, without) = (Plan(), Plan(keep: "", name: "without"));
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(without);
        var status = await silo.RunAsync(with);

        Assert.Equal((SweepState.Completed, 0L), (status.State, status.Shared));
        Assert.Equal(await silo.ResultsAsync(without), await silo.ResultsAsync(with));
        Assert.NotEqual(with.PointId(0), without.PointId(0));
    }

    [Fact]
    public async Task StoreThatLosesConfirmedWrites_EndsWithEveryFile()
    {
        var plan = Plan();
        var store = new ForgetfulStore(new LocalArtifactStore(_folder.Path), every: 9, most: 7);
        await using var silo = await TestSilo.StartAsync(_folder.Path, store: store);
        var status = await silo.RunAsync(plan, batchSize: 2);
        await using var alone = await TestSilo.StartAsync(_other.Path);
        await alone.RunAsync(plan);

        Assert.InRange(store.Lost, 3, int.MaxValue);
        Assert.Equal((SweepState.Completed, 24L), (status.State, status.Ledger.Finished));
        Assert.True((await AuditAsync(silo, plan)).IsSound);
        Assert.Equal(Files(_other.Path, plan), Files(_folder.Path, plan));
    }

    // It is paused with a checkpoint, and goes on in another silo: with all that was kept before, or anew where some of that is gone.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PointThatIsResumed_HasWhatWasKeptBeforeAndAfter(bool loses)
    {
        var plan = Long();
        await using (var silo = await TestSilo.StartAsync(_folder.Path))
        {
            await silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, 0));
            var point = silo.Grains.GetGrain<IExperimentGrain>($"{plan.Id}/0");
            await foreach (var rows in point.WatchAsync())
                if (rows.Steps[^1] >= 2000) break;
            Assert.InRange(await point.CheckpointAsync(), 2000, 19_999);
            await silo.Sweep(plan).PauseAsync();
            Assert.Equal(SweepState.Paused, (await silo.EndedAsync(plan)).State);
            Assert.Empty((await AuditAsync(silo, plan)).Unlisted); // a checkpoint names them
        }

        Assert.Contains("00000000-2000.safetensors", Files(_folder.Path, plan).Keys);
        if (loses) File.Delete(_folder[$"{plan.Id}/kept/00000000-1000.safetensors"]);
        await using (var silo = await TestSilo.StartAsync(_folder.Path))
        {
            Assert.Equal(SweepState.Completed, (await silo.RunAsync(plan)).State);
            Assert.True((await AuditAsync(silo, plan)).IsSound);
        }

        await using var undisturbed = await TestSilo.StartAsync(_other.Path);
        await undisturbed.RunAsync(plan);
        Assert.Equal(Files(_other.Path, plan), Files(_folder.Path, plan));
        Assert.Equal(21, Files(_folder.Path, plan).Count);
    }
}
