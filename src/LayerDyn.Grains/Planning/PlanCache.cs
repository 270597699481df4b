using System.Collections.Concurrent;
using System.Text;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Planning;

/// <summary>The plans of the sweeps that this silo works on, read from the store once. A sweep's resolved spec never changes.</summary>
/// <param name="store">The artifact store.</param>
public sealed class PlanCache(IArtifactStore store)
{
    private readonly ConcurrentDictionary<SweepId, Task<SweepPlan>> _plans = [];

    /// <summary>The plan of a sweep.</summary>
    /// <exception cref="StoreException">The store has no such sweep.</exception>
    public async Task<SweepPlan> GetAsync(SweepId sweep)
    {
        var plan = _plans.GetOrAdd(sweep, ReadAsync);
        try
        {
            return await plan;
        }
        catch
        {
            _plans.TryRemove(new(sweep, plan)); // a failed read must not be remembered
            throw;
        }
    }

    private async Task<SweepPlan> ReadAsync(SweepId sweep)
    {
        var spec = await store.TryReadAsync(new SweepPaths(sweep).Resolved, CancellationToken.None)
            ?? throw new StoreException($"sweep {sweep}", $"is not in {store.Description}", "check the name with 'layerdyn list'");
        return SweepPlan.Load(Encoding.UTF8.GetString(spec.Content.Span));
    }
}
