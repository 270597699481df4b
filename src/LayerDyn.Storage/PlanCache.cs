using System.Text;
using BitFaster.Caching;
using BitFaster.Caching.Lru;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Storage;

/// <summary>
/// The plans of the sweeps that this silo works on, read from the store once: a sweep's resolved spec never changes. Bounded; a plan
/// that was not used lately is read again. A failed read is not remembered.
/// </summary>
/// <param name="store">The artifact store.</param>
public sealed class PlanCache(IArtifactStore store)
{
    private readonly IAsyncCache<SweepId, SweepPlan> _plans =
        new ConcurrentLruBuilder<SweepId, SweepPlan>().WithCapacity(1024).AsAsyncCache().WithAtomicGetOrAdd().Build();

    /// <summary>The plan of a sweep.</summary>
    /// <exception cref="StoreException">The store has no such sweep, or its resolved spec was changed.</exception>
    public Task<SweepPlan> GetAsync(SweepId sweep) => _plans.GetOrAddAsync(sweep, id => ReadAsync(store, id, plan => plan.Bind())).AsTask();

    /// <summary>
    /// How many points a sweep has. Its spec is not planned where the head has the hash of it, as of a completed sweep: a list would spend most of its
    /// time on that.
    /// </summary>
    /// <param name="store">The artifact store.</param>
    /// <param name="head">The sweep's head.</param>
    /// <exception cref="StoreException">The store has no such spec, or it was changed.</exception>
    public static async Task<long> CountPointsAsync(IArtifactStore store, SweepHead head)
    {
        var spec = await SpecAsync(store, head.SweepId);
        return head.Files.TryGetValue(SweepPaths.ResolvedName, out var seal) && seal.Check(spec.Content.Span) is null
            ? head.PointCount
            : Read(store, head.SweepId, spec, plan => plan.PointCount);
    }

    private static async Task<T> ReadAsync<T>(IArtifactStore store, SweepId sweep, Func<SweepPlan, T> use) => Read(store, sweep, await SpecAsync(store, sweep), use);

    private static async Task<StoredArtifact> SpecAsync(IArtifactStore store, SweepId sweep) => await store.TryReadAsync(new SweepPaths(sweep).Resolved, CancellationToken.None)
        ?? throw new StoreException($"sweep {sweep}", $"is not in {store.Description}", "check the name with 'layerdyn list'");

    private static T Read<T>(IArtifactStore store, SweepId sweep, StoredArtifact spec, Func<SweepPlan, T> use)
    {
        var path = new SweepPaths(sweep).Resolved;
        try
        {
            return use(SweepPlan.LoadResolved(Encoding.UTF8.GetString(spec.Content.Span), sweep));
        }
        catch (Exception error) when (error is InvalidDataException or SpecException)
        {
            throw new StoreException($"{path} in {store.Description}", error is SpecException ? $"cannot be read: {error.Message}" : error.Message,
                "restore the file from a copy, or delete it and run the sweep's spec again; a changed spec is a sweep of its own", error);
        }
    }
}
