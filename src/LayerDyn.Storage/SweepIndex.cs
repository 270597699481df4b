using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage;

/// <summary>The sweeps of a store.</summary>
public static class SweepIndex
{
    /// <summary>
    /// The ids of all sweeps, in order. They come from the store's own list of sweeps, so that the answer does not take longer the more
    /// results there are; a store without that list, as of sweep folders that were copied together, is read through.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="readThrough">Reads it through in any case: sweep folders may have been copied into it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="StoreException">The store failed.</exception>
    public static async Task<IReadOnlyList<SweepId>> ListAsync(IArtifactStore store, bool readThrough = false, CancellationToken cancellationToken = default)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var entry in store.ListAsync(SweepPaths.IndexFolder, cancellationToken)) found.Add(entry.Path.Name);
        if (readThrough || found.Count == 0)
        {
            await foreach (var entry in store.ListAsync("", cancellationToken))
                if (entry.Path.Value.Split('/') is [var folder, SweepPaths.ManifestName or SweepPaths.ResolvedName]) found.Add(folder);
        }

        return Ids(found);
    }

    /// <summary>The ids of all sweeps of which anything is in the store, if only what is left of one that is gone. The store is read through.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public static async Task<IReadOnlyList<SweepId>> ListTracesAsync(IArtifactStore store, CancellationToken cancellationToken = default)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var entry in store.ListAsync("", cancellationToken))
            if (entry.Path.Value.Split('/', 3) is [var folder, var name, ..]) found.Add($"{folder}/" is SweepPaths.IndexFolder or SweepPaths.ActiveFolder ? name : folder);
        return Ids(found);
    }

    /// <summary>Whether the store has the sweep, whole or not.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public static async Task<bool> HasAsync(IArtifactStore store, SweepId sweep, CancellationToken cancellationToken = default)
    {
        var paths = new SweepPaths(sweep);
        foreach (var path in (ArtifactPath[])[paths.Manifest, paths.Resolved])
        {
            await foreach (var entry in store.ListAsync(path.Value, cancellationToken))
                if (entry.Path == path) return true;
        }

        return false;
    }

    private static IReadOnlyList<SweepId> Ids(IEnumerable<string> names) => [.. names.Where(id => SweepId.TryParse(id, out _)).Select(SweepId.Parse)];
}
