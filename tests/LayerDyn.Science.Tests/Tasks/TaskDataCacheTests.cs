using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class TaskDataCacheTests
{
    private readonly TaskDataCache _cache = new();

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

    [Theory]
    [InlineData(4, 1_000, true)] // small, as of a grid over the task
    [InlineData(4, 10_000, false)]
    [InlineData(600, 1_000, false)] // large
    public void DataInUse_IsKept_AndDataThatIsNotIsDroppedBySize(int samples, int others, bool isKept)
    {
        var (used, unused) = (_cache.Get(Seeded(0, samples)), _cache.Get(Seeded(1, samples)));
        for (int seed = 2; seed < others; seed++)
        {
            Assert.Same(used, _cache.Get(Seeded(0, samples)));
            _cache.Get(Seeded(seed, samples));
        }

        Assert.Equal(isKept, unused == _cache.Get(Seeded(1, samples)));
    }

    private static Experiment Seeded(int seed, int samples = 4) => Spec.Bind("{ 'model': { 'kind': 'deep-linear', 'widths': [2, 2, 2] }, "
        + $"'init': {{ 'kind': 'lambda-balanced', 'scale': 1 }}, 'task': {{ 'kind': 'gaussian-regression', 'samples': {samples} }}, 'seed': {seed}, "
        + "'optimizer': { 'kind': 'gd', 'learningRate': 0.1 }, 'steps': 1, 'measure': { 'at': { 'every': 1 }, 'observables': ['loss'] } }");
}
