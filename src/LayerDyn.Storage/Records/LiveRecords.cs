using System.Text;
using LayerDyn.Science.Training;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Records;

/// <summary>What was measured so far of points that have no result, as their trainings write it every few seconds: <c>live/NNNNNNNN.csv</c>.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
public sealed class LiveRecords(IArtifactStore store, SweepId sweep)
{
    private readonly SweepPaths _paths = new(sweep);

    /// <summary>Replaces those of a point.</summary>
    /// <param name="index">The point.</param>
    /// <param name="csv">The records as <see cref="RecordsCsv"/>.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    public Task WriteAsync(long index, ReadOnlyMemory<byte> csv, CancellationToken cancellationToken = default) => store.WriteAsync(_paths.Live(index), csv, cancellationToken);

    /// <summary>What is known of a point: what its training last wrote, or what its newest checkpoint holds, whichever is more; null when nothing is.</summary>
    public async Task<MeasurementTable?> TryReadAsync(long index, PointId point, CancellationToken cancellationToken = default)
    {
        var kept = (await new CheckpointStore(store, sweep).TryLoadNewestAsync(point, cancellationToken: cancellationToken))?.Records;
        var live = await TryReadAsync(_paths.Live(index), cancellationToken);
        return live is null || kept?.Rows >= live.Rows ? kept : live;
    }

    /// <summary>All that trainings have written, of points that <paramref name="wanted"/> takes, in order of points.</summary>
    public async IAsyncEnumerable<(long Index, MeasurementTable Records)> ReadAsync(
        Func<long, bool> wanted, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var entry in store.ListAsync(_paths.LiveFolder, cancellationToken))
            if (SweepPaths.PointOf(entry.Path) is >= 0 and var index && wanted(index) && await TryReadAsync(entry.Path, cancellationToken) is { Rows: > 0 } records)
                yield return (index, records);
    }

    /// <summary>Deletes those of a point that has its result.</summary>
    public Task DeleteAsync(long index, CancellationToken cancellationToken = default) => store.DeleteAsync(_paths.Live(index), cancellationToken);

    /// <summary>Deletes all, once each point has its result.</summary>
    public async Task DeleteAllAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var entry in store.ListAsync(_paths.LiveFolder, cancellationToken)) await store.DeleteAsync(entry.Path, cancellationToken);
    }

    private async Task<MeasurementTable?> TryReadAsync(ArtifactPath path, CancellationToken cancellationToken)
    {
        if (await store.TryReadAsync(path, cancellationToken) is not { } written) return null;
        try
        {
            return RecordsCsv.Read(Encoding.UTF8.GetString(written.Content.Span));
        }
        catch (FormatException)
        {
            return null; // damaged: the training writes it again
        }
    }
}
