using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Integrity;

/// <summary>
/// Deletes a sweep, in an order that an end in the middle does no harm to: first its head says so, and no other sweep finds it any more to take results
/// from; its files go then, and the head last of them. Other sweeps have copies of what they took, and lose nothing.
/// </summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep; nothing may be computing or drawing it.</param>
public sealed class SweepDeletion(IArtifactStore store, SweepId sweep)
{
    private readonly SweepPaths _paths = new(sweep);

    /// <summary>Decides it. What deletes it may be lost from now on: the mark of its work stays until it is done.</summary>
    /// <param name="action">Who had it deleted, and when.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreException">The store failed, or has no such sweep.</exception>
    public async Task BeginAsync(SweepAction action, CancellationToken cancellationToken = default)
    {
        await new SweepHeadStore(store, sweep).UpdateAsync(head => head.After(action) with { State = ManifestState.Deleting }, cancellationToken);
        await store.TryCreateAsync(_paths.ActiveMark, System.Text.Encoding.UTF8.GetBytes(sweep.Value), cancellationToken);
    }

    /// <summary>Deletes what is left of it.</summary>
    /// <returns>What was deleted.</returns>
    /// <exception cref="StoreException">The store failed: to be done again.</exception>
    public async Task<FileTotal> FinishAsync(CancellationToken cancellationToken = default)
    {
        await store.DeleteAsync(_paths.IndexMark, cancellationToken);
        var total = default(FileTotal);
        var last = new List<ArtifactEntry>();
        await foreach (var entry in store.ListAsync(_paths.Root, cancellationToken))
        {
            if (entry.Path == _paths.Manifest) last.Add(entry);
            else await DeleteAsync(entry);
        }

        foreach (var head in last) await DeleteAsync(head);
        await store.DeleteAsync(_paths.ActiveMark, cancellationToken);
        return total;

        async Task DeleteAsync(ArtifactEntry entry)
        {
            await store.DeleteAsync(entry.Path, cancellationToken);
            total = total.With(entry);
        }
    }
}
