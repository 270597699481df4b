using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Records;

/// <summary>Reads committed segments back, and never one that is not what its manifest says.</summary>
/// <param name="store">The artifact store.</param>
public sealed class RecordReader(IArtifactStore store)
{
    /// <summary>The results of a segment, exactly as they were written.</summary>
    /// <exception cref="StoreException">The segment is missing or damaged, or the store failed.</exception>
    public async Task<IReadOnlyList<PointResult>> ReadAsync(SweepId sweep, SegmentEntry segment, CancellationToken cancellationToken)
    {
        var (results, damage) = await TryReadAsync(sweep, segment, cancellationToken);
        return results ?? throw new StoreException(
            $"{sweep} in {store.Description}", damage!, $"restore it from a copy, or let 'layerdyn verify {sweep} --repair' have its points computed again");
    }

    /// <summary>The results of a segment, or what is wrong with its files.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<(IReadOnlyList<PointResult>? Results, string? Damage)> TryReadAsync(SweepId sweep, SegmentEntry segment, CancellationToken cancellationToken)
    {
        var paths = new SweepPaths(sweep);
        var (records, wrong) = await ReadAsync(paths.Records(segment.Name, segment.Staged), segment.Records, cancellationToken);
        if (wrong is not null) return (null, wrong);
        (var results, wrong) = await ReadAsync(paths.Results(segment.Name, segment.Staged), segment.Results, cancellationToken);
        if (wrong is not null) return (null, wrong);
        try
        {
            var read = SegmentCodec.Read(records, results);
            return read.Count == segment.Finished + segment.Diverged ? (read, null) : (null, $"segment {segment.Name} has {read.Count} points instead of {segment.Points}");
        }
        catch (FormatException error)
        {
            return (null, $"segment {segment.Name} cannot be read: {error.Message}");
        }
    }

    /// <summary>Reads segments one after another.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="segments">What to read, in this order.</param>
    /// <param name="take">Is given the results of each.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Those that are missing or damaged; they are passed over.</returns>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<IReadOnlyList<SegmentDamage>> ReadAsync(
        SweepId sweep, IEnumerable<SegmentEntry> segments, Func<SegmentEntry, IReadOnlyList<PointResult>, Task> take, CancellationToken cancellationToken)
    {
        var damaged = new List<SegmentDamage>();
        foreach (var segment in segments)
        {
            var (results, damage) = await TryReadAsync(sweep, segment, cancellationToken);
            if (results is null) damaged.Add(new SegmentDamage(segment, damage!));
            else await take(segment, results);
        }

        return damaged;
    }

    /// <summary>What is wrong with a segment's files; null when nothing is. Reads them whole, without decoding.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<string?> CheckAsync(SweepId sweep, SegmentEntry segment, CancellationToken cancellationToken)
    {
        if (segment.Records is null || segment.Results is null) return (await TryReadAsync(sweep, segment, cancellationToken)).Damage; // of version 0.1
        var paths = new SweepPaths(sweep);
        return (await ReadAsync(paths.Records(segment.Name, segment.Staged), segment.Records, cancellationToken)).Damage
            ?? (await ReadAsync(paths.Results(segment.Name, segment.Staged), segment.Results, cancellationToken)).Damage;
    }

    private async Task<(ReadOnlyMemory<byte> Content, string? Damage)> ReadAsync(ArtifactPath path, SegmentFile? expected, CancellationToken cancellationToken)
    {
        if (await store.TryReadAsync(path, cancellationToken) is not { Content: var content }) return (default, $"{path} is missing");
        return (content, expected?.Check(content.Span) is { } wrong ? $"{path} {wrong}" : null);
    }
}
