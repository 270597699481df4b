using System.Text;
using LayerDyn.Storage.Local;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Tests;

public sealed class PlanCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CountingStore _store;
    private readonly PlanCache _plans;
    private readonly SweepPlan _plan = SweepPlan.Load("""
        name: toy
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 1
        measure: { at: [0, 1], observables: [loss] }
        axes:
          lambda: { values: [0, 1], sets: [init.lambda] }
        curves: [{ kind: trajectory, name: loss, value: loss, x: step }]
        """);

    public PlanCacheTests()
    {
        _store = new(new LocalArtifactStore(_folder.Path));
        _plans = new(_store);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Plan_AskedForByMany_IsReadOnce()
    {
        await _store.WriteAsync(new SweepPaths(_plan.Id).Resolved, Encoding.UTF8.GetBytes(_plan.ResolvedYaml));
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _plans.GetAsync(_plan.Id)));
        Assert.Same(taken[0], await _plans.GetAsync(_plan.Id));
        Assert.Single(taken.Distinct());
        Assert.Equal(1, _store.Reads);
    }

    [Fact]
    public async Task FailedRead_IsNotRemembered()
    {
        await Assert.ThrowsAsync<StoreException>(() => _plans.GetAsync(_plan.Id));
        await _store.WriteAsync(new SweepPaths(_plan.Id).Resolved, Encoding.UTF8.GetBytes(_plan.ResolvedYaml));
        Assert.Equal(2, (await _plans.GetAsync(_plan.Id)).PointCount);
    }

    private sealed class CountingStore(IArtifactStore inner) : DelegatingArtifactStore(inner)
    {
        private int _reads;

        public int Reads => _reads;

        public override async Task<StoredArtifact?> TryReadAsync(ArtifactPath path, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _reads);
            await Task.Yield(); // others ask meanwhile
            return await base.TryReadAsync(path, cancellationToken);
        }
    }
}
