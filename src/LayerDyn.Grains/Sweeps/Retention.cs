using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Sweeps;

/// <summary>Finds sweeps that are kept no longer: completed or cancelled, and unchanged for a time.</summary>
/// <param name="store">The artifact store.</param>
public sealed class Retention(IArtifactStore store)
{
    /// <summary>The shortest time to keep sweeps: less would delete what somebody is about to look at.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromHours(1);

    /// <summary>The sweeps whose time is over. Those that wait for somebody, as paused ones do, are kept, and so are those that cannot be read.</summary>
    /// <param name="keepFor">How long they are kept.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<IReadOnlyList<SweepId>> OverAsync(TimeSpan keepFor, DateTimeOffset now)
    {
        var over = new List<SweepId>();
        foreach (var sweep in await SweepIndex.ListAsync(store))
        {
            var path = new SweepPaths(sweep).Manifest;
            await foreach (var entry in store.ListAsync(path.Value))
                if (entry.Path == path && entry.Written is { } written && now - written >= keepFor && await IsDoneAsync(sweep)) over.Add(sweep);
        }

        return over;
    }

    private async Task<bool> IsDoneAsync(SweepId sweep)
    {
        try
        {
            return await new SweepHeadStore(store, sweep).TryReadAsync() is { State: ManifestState.Completed or ManifestState.Cancelled };
        }
        catch (StoreException damaged) when (damaged.IsDamage)
        {
            return false;
        }
    }
}
