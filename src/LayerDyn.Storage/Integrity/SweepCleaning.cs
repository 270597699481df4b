using System.Runtime.CompilerServices;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Integrity;

/// <summary>
/// Deletes what nothing needs any more of a sweep: files that no manifest of a completed sweep lists, its checkpoints, and what is left of a sweep that was
/// deleted. A sweep that is not completed is left alone: what it does not list may be on its way to be listed.
/// </summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep; nothing may be computing or drawing it.</param>
public sealed class SweepCleaning(IArtifactStore store, SweepId sweep)
{
    /// <summary>Younger files are left alone: whoever wrote them, as a silo that was frozen, may still do something with them.</summary>
    public static readonly TimeSpan LeastAge = TimeSpan.FromHours(1);

    private readonly SweepPaths _paths = new(sweep);

    /// <summary>Does it.</summary>
    /// <param name="now">The time.</param>
    /// <param name="dryRun">Nothing is deleted: the answer is what would be.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="StoreException">The store failed, or a manifest is damaged.</exception>
    public async Task<FileTotal> RunAsync(DateTimeOffset now, bool dryRun, CancellationToken cancellationToken = default)
    {
        var head = await new SweepHeadStore(store, sweep).TryReadAsync(cancellationToken);
        if (head is { State: ManifestState.Deleting })
            return dryRun ? (await SweepUsage.ReadAsync(store, sweep, cancellationToken)).Total : await new SweepDeletion(store, sweep).FinishAsync(cancellationToken);
        var total = default(FileTotal);
        await foreach (var entry in LeftAsync(head, cancellationToken))
        {
            if (entry.Written is not { } written || now - written < LeastAge) continue;
            if (!dryRun) await store.DeleteAsync(entry.Path, cancellationToken);
            total = total.With(entry);
        }

        return total;
    }

    private async IAsyncEnumerable<ArtifactEntry> LeftAsync(SweepHead? head, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (head is null && !await SweepIndex.HasAsync(store, sweep, cancellationToken))
        {
            foreach (string prefix in (string[])[_paths.Root, _paths.IndexMark.Value, _paths.ActiveMark.Value])
                await foreach (var entry in store.ListAsync(prefix, cancellationToken))
                    if (prefix == _paths.Root || entry.Path.Value == prefix) yield return entry;
            yield break;
        }

        if (head is not { State: ManifestState.Completed }) yield break;
        var audit = await new SweepAudit(store, sweep).RunAsync(deep: false, cancellationToken);
        if (audit.Stored.Manifest.Ledger.Remaining > 0) yield break;
        var unlisted = audit.Unlisted.ToHashSet();
        bool hasFailed = audit.Stored.Manifest.Failures.Count > 0; // a retry goes on from their checkpoints
        await foreach (var entry in store.ListAsync(_paths.Root, cancellationToken))
            if (unlisted.Contains(entry.Path) || (!hasFailed && (entry.IsIn(_paths.CheckpointsFolder) || entry.IsIn(_paths.LiveFolder)))) yield return entry;
    }
}
