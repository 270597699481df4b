using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Grains.Tests.Sweeps;
using LayerDyn.Science.Catalog;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Owners;

[Collection(TestSilo.Collection)]
public sealed class OwnerGrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OwnerGrainTests()
    {
        ScienceCatalog.Register(typeof(GatedInit).Assembly);
        GatedInit.Close();
    }

    public void Dispose()
    {
        GatedInit.Open();
        _folder.Dispose();
    }

    [Fact]
    public async Task OfManySubmissionsAtOnce_NoMoreThanTheQuotaBegin_AndTheOthersLeaveNothing()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.Quota = new() { Sweeps = 3 });
        SweepPlan[] plans = [.. Enumerable.Range(0, 10).Select(number => Gated($"at-once-{number}"))];
        bool[] began = await Task.WhenAll(plans.Select(plan => TrySubmitAsync(silo, plan, "ann")));

        Assert.Equal(3, began.Count(yes => yes));
        Assert.Equal(plans.Zip(began).Where(pair => pair.Second).Select(pair => pair.First.Id.Value).Order(), (await SweepIndex.ListAsync(silo.Store, readThrough: true)).Select(id => id.Value).Order());
        Assert.True(await TrySubmitAsync(silo, Gated("others"), "bob"));
        var use = await Owner(silo, "ann").GetUseAsync();
        Assert.Equal(3, use.Sweeps);
        Assert.InRange(use.Points, (3 * 40) - 12, 3 * 40); // but for those that the gate lets through

        GatedInit.Open();
        foreach (var (plan, _) in plans.Zip(began).Where(pair => pair.Second)) Assert.Equal(SweepState.Completed, (await silo.EndedAsync(plan)).State);
        Assert.Equal(new QuotaUse(0, 0, 0, 0), await Owner(silo, "ann").GetUseAsync() with { Slots = 0 }); // slots are given back within a heartbeat
        Assert.True(await TrySubmitAsync(silo, plans[Array.IndexOf(began, false)], "ann"));
    }

    [Fact]
    public async Task ASweepThatWasPaused_GoesOnWithinTheQuotaOnly()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.Quota = new() { Points = 50 });
        SweepPlan first = Gated("first"), second = Plan("second", "{ kind: normal, std: 0.001 }", steps: 2_000_000_000);
        Assert.True(await TrySubmitAsync(silo, first, "ann"));
        Assert.True(await TrySubmitAsync(silo, first, "ann")); // it is one sweep, however often it is submitted
        Assert.False(await TrySubmitAsync(silo, second, "ann"));

        var pausing = silo.Sweep(first).PauseAsync();
        while ((await silo.Sweep(first).GetStatusAsync()).State != SweepState.Paused) await Task.Delay(1);
        while (await silo.Store.TryReadAsync(new SweepPaths(first.Id).ActiveMark) is not null) await Task.Delay(1); // its shards are told next
        GatedInit.Open(); // the pause waits for what has begun
        long left = (await pausing).Ledger.Remaining;
        Assert.True(await TrySubmitAsync(silo, second, "ann"));
        var refused = await Assert.ThrowsAsync<QuotaExceededException>(silo.Sweep(first).ResumeAsync);
        Assert.Equal($"{first.Id} has {left} points, and 40 of others of ann remain, who may have 50 at work: wait for them, or pause a sweep", refused.Message);
        Assert.Equal(SweepState.Paused, (await silo.Sweep(first).GetStatusAsync()).State);

        await silo.Sweep(second).CancelAsync();
        await silo.Sweep(first).ResumeAsync();
        Assert.Equal(SweepState.Completed, (await silo.EndedAsync(first)).State);
    }

    [Fact]
    public async Task ASweepThatIsRefined_HasAllThatMayBeChosenOfIt()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.Quota = new() { Points = 100 });
        var refined = Plan("refined", "{ kind: gated }", steps: 10, more: """
            axes:
              rate: { linspace: [0.001, 0.01, 200], sets: optimizer.learningRate }
            refine: { axes: rate, of: loss, at: steepest, until: { points: 90 } }
            """);
        Assert.True(await TrySubmitAsync(silo, refined, "ann"));
        Assert.InRange((await Owner(silo, "ann").GetUseAsync()).Points, 90 - 12, 90); // its first round has 14
        Assert.False(await TrySubmitAsync(silo, Gated("beside"), "ann"));

        GatedInit.Open();
        Assert.Equal(SweepState.Completed, (await silo.EndedAsync(refined)).State);
        Assert.Equal(0, (await Owner(silo, "ann").GetUseAsync()).Points);
        Assert.True(await TrySubmitAsync(silo, Gated("beside"), "ann"));
    }

    [Fact]
    public async Task StoredBytes_AreCounted_UntilTheirSweepIsDeleted()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.Quota = new() { Bytes = 20_000 });
        SweepPlan first = Specs.Seeded(1), second = Specs.Seeded(2);
        Assert.True(await TrySubmitAsync(silo, first, "ann"));
        await silo.EndedAsync(first);
        long stored = (await Owner(silo, "ann").GetUseAsync()).Bytes;
        Assert.InRange(stored, 1, 20_000);

        var large = Specs.Seeded(100);
        var refused = await Assert.ThrowsAsync<QuotaExceededException>(() => SubmitAsync(silo, large, "ann"));
        Assert.Contains("what they may: delete a sweep, or measure less often", refused.Message);
        Assert.True(await TrySubmitAsync(silo, second, "ann"));
        await silo.EndedAsync(second);
        await silo.Sweep(first).DeleteAsync();
        await Assert.ThrowsAsync<QuotaExceededException>(() => SubmitAsync(silo, large, "ann")); // it is measured anew before it says no
        Assert.InRange((await Owner(silo, "ann").GetUseAsync()).Bytes, 1, stored * 2);
        Assert.Equal(0, (await Owner(silo, "bob").GetUseAsync()).Bytes);
    }

    private static SweepPlan Gated(string name) => Plan(name, "{ kind: gated }", steps: 10);

    private static SweepPlan Plan(string name, string init, long steps, string more = "seeds: 40") => SweepPlan.Load($$"""
        name: {{name}}
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: {{init}}
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: {{steps}}
        measure: { at: { logPerDecade: 1 }, observables: [loss] }
        {{more}}
        """);

    private static IOwnerGrain Owner(TestSilo silo, string name) => silo.Grains.GetGrain<IOwnerGrain>(name);

    private static Task<SweepStatus> SubmitAsync(TestSilo silo, SweepPlan plan, string owner) =>
        silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, 4, Owner: owner));

    private static async Task<bool> TrySubmitAsync(TestSilo silo, SweepPlan plan, string owner)
    {
        try
        {
            await SubmitAsync(silo, plan, owner);
            return true;
        }
        catch (QuotaExceededException)
        {
            return false;
        }
    }
}
