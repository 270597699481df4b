using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class TaskDataCacheTests
{
    private readonly TaskDataCache _cache = new(capacity: 4);

    [Fact]
    public void Data_OfOneTaskAndSeed_IsShared()
    {
        var data = _cache.Get(Seeded(1));
        Assert.Same(data, _cache.Get(Seeded(1)));
        Assert.NotSame(data, _cache.Get(Seeded(2)));
        Assert.NotSame(data, _cache.Get(Seeded(1, samples: 5)));
    }

    [Fact]
    public async Task Data_AskedForByManyThreads_IsMadeOnce()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _cache.Get(Seeded(1)))));
        Assert.Single(taken.Distinct());
    }

    [Fact]
    public void DataInUse_IsKept_AndDataThatIsNotIsDropped()
    {
        var (used, unused) = (_cache.Get(Seeded(0)), _cache.Get(Seeded(1)));
        for (int seed = 2; seed < 20; seed++)
        {
            Assert.Same(used, _cache.Get(Seeded(0)));
            _cache.Get(Seeded(seed));
        }

        Assert.NotSame(unused, _cache.Get(Seeded(1)));
    }

    private static Experiment Seeded(int seed, int samples = 4) => Spec.Bind("{ 'model': { 'kind': 'deep-linear', 'widths': [2, 2, 2] }, "
        + $"'init': {{ 'kind': 'lambda-balanced', 'scale': 1 }}, 'task': {{ 'kind': 'gaussian-regression', 'samples': {samples} }}, 'seed': {seed}, "
        + "'optimizer': { 'kind': 'gd', 'learningRate': 0.1 }, 'steps': 1, 'measure': { 'at': { 'every': 1 }, 'observables': ['loss'] } }");
}
