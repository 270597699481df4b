using LayerDyn.Science.Keeping;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Kept;

/// <summary>The files with what is kept of a sweep's points: <c>kept/NNNNNNNN-STEP.safetensors</c> and <c>kept/data-SHA256.safetensors</c>.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
public sealed class KeptStore(IArtifactStore store, SweepId sweep)
{
    private readonly SweepPaths _paths = new(sweep);

    /// <summary>Describes a file with what is kept of a point.</summary>
    /// <param name="step">The step that it is of; null for data.</param>
    /// <param name="content">Its bytes.</param>
    public static KeptFile Describe(long? step, ReadOnlySpan<byte> content)
    {
        var file = SegmentFile.Of(content);
        return new(step, file.Bytes, file.Sha256);
    }

    /// <summary>Where a file of a point is.</summary>
    public ArtifactPath PathOf(long index, KeptFile file) => file.Step is { } step ? _paths.Kept(index, step) : _paths.KeptData(file.Sha256);

    /// <summary>The files of a segment's points, by point; points without any are left out.</summary>
    /// <exception cref="StoreException">The segment is missing or damaged, or the store failed.</exception>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<KeptFile>>> ListAsync(SegmentEntry segment, CancellationToken cancellationToken = default)
    {
        if (segment.Kept == 0) return new Dictionary<long, IReadOnlyList<KeptFile>>();
        var path = _paths.Results(segment.Name, segment.Staged);
        if (await store.TryReadAsync(path, cancellationToken) is not { Content: var content }) throw Damaged($"{path} is missing");
        if (segment.Results?.Check(content.Span) is { } wrong) throw Damaged($"{path} {wrong}");
        return await SegmentReader.ReadKeptAsync(content);
    }

    /// <summary>Reads a file of a point.</summary>
    /// <exception cref="StoreException">It is missing or damaged, or the store failed.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(long index, KeptFile file, CancellationToken cancellationToken = default)
    {
        var (content, damage) = await TryReadAsync(index, file, cancellationToken);
        return content ?? throw Damaged(damage!);
    }

    /// <summary>Writes a file of a point. One that is there already is left as it is if it is the same.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public Task WriteAsync(long index, KeptFile file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        store.WriteOnceAsync(PathOf(index, file), content, cancellationToken);

    /// <summary>Reads a file of a point; null, with what is wrong as a clause, where it is missing or not what was written.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<(ReadOnlyMemory<byte>? Content, string? Damage)> TryReadAsync(long index, KeptFile file, CancellationToken cancellationToken = default)
    {
        var path = PathOf(index, file);
        if (await store.TryReadAsync(path, cancellationToken) is not { Content: var content }) return (null, $"{path} is missing");
        return new SegmentFile(file.Sha256, file.Bytes).Check(content.Span) is { } wrong ? (null, $"{path} {wrong}") : (content, null);
    }

    /// <summary>
    /// What is wrong with the first of a point's files that is missing or of another size; null where none is. They are not read, which may take long:
    /// <c>verify</c> does that.
    /// </summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<string?> CheckAsync(long index, IReadOnlyCollection<KeptFile> files, CancellationToken cancellationToken = default)
    {
        var sizes = new Dictionary<ArtifactPath, long>();
        foreach (string prefix in files.Select(file => file.Step is null ? PathOf(index, file).Value : _paths.KeptOf(index)).Distinct())
            await foreach (var entry in store.ListAsync(prefix, cancellationToken)) sizes[entry.Path] = entry.Size;
        foreach (var file in files)
        {
            var path = PathOf(index, file);
            if (!sizes.TryGetValue(path, out long size)) return $"{path} is missing";
            if (size != file.Bytes) return $"{path} has {size} bytes instead of {file.Bytes}";
        }

        return null;
    }

    private StoreException Damaged(string damage) =>
        new($"{sweep} in {store.Description}", damage, $"restore it from a copy, or let 'layerdyn verify {sweep} --repair' have its points computed again");
}
