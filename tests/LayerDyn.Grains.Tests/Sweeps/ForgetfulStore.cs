using LayerDyn.Storage;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>A store that confirms some writes of results and does not keep them.</summary>
/// <param name="inner">The store that keeps the others.</param>
/// <param name="every">Every which write is lost.</param>
/// <param name="most">How many are lost in all.</param>
internal sealed class ForgetfulStore(IArtifactStore inner, int every, int most = int.MaxValue) : DelegatingArtifactStore(inner)
{
    private int _writes, _lost;

    /// <summary>Writes that were confirmed and not kept.</summary>
    public int Lost => _lost;

    public override async Task<bool> TryCreateAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        bool lost = path.Value.EndsWith(".parquet", StringComparison.Ordinal) && Interlocked.Increment(ref _writes) % every == 0 && Interlocked.Increment(ref _lost) <= most;
        return lost || await base.TryCreateAsync(path, content, cancellationToken);
    }
}
