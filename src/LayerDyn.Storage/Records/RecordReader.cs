using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Records;

/// <summary>Reads committed segments back.</summary>
/// <param name="store">The artifact store.</param>
public sealed class RecordReader(IArtifactStore store)
{
    /// <summary>The results of a segment, exactly as they were written.</summary>
    /// <exception cref="StoreException">The segment is missing or damaged.</exception>
    public async Task<IReadOnlyList<PointResult>> ReadAsync(SweepId sweep, string segment, CancellationToken cancellationToken)
    {
        var paths = new SweepPaths(sweep);
        var records = await ReadWholeAsync(paths.Records(segment), cancellationToken);
        var results = await ReadWholeAsync(paths.Results(segment), cancellationToken);
        try
        {
            return SegmentCodec.Read(records, results);
        }
        catch (FormatException error)
        {
            throw new StoreException($"{sweep}/{segment}", error.Message, "restore its files from a copy, or run the sweep into another folder", error);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadWholeAsync(ArtifactPath path, CancellationToken cancellationToken) =>
        (await store.TryReadAsync(path, cancellationToken))?.Content
        ?? throw new StoreException($"{store.Description}/{path}", "is missing", "restore it, or run the sweep again in another store");
}
