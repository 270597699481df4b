using LayerDyn.Storage;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>A disk that is full for two batches of results: the first is refused once the second is on its way, the second once the test says so.</summary>
internal sealed class FillingStore(IArtifactStore inner) : DelegatingArtifactStore(inner)
{
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _batches;

    /// <summary>Refuses the second batch, and nothing from then on.</summary>
    public void Free() => _free.TrySetResult();

    public override async Task<bool> TryCreateAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        int batch = path.Value.EndsWith(".results.parquet", StringComparison.Ordinal) ? Interlocked.Increment(ref _batches) : 0;
        if (batch is not (1 or 2)) return await base.TryCreateAsync(path, content, cancellationToken);
        if (batch == 2) _second.TrySetResult();
        await (batch == 1 ? _second : _free).Task.WaitAsync(cancellationToken);
        throw new StoreException(Description, "the disk is full", "free some space");
    }
}
