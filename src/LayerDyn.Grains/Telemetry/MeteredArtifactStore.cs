using System.Runtime.CompilerServices;
using LayerDyn.Storage;

namespace LayerDyn.Grains.Telemetry;

/// <summary>
/// Measures the operations of a store. Goes inside <see cref="PatientArtifactStore"/>, so that each try counts and pauses do not:
/// <c>new PatientArtifactStore(new MeteredArtifactStore(ArtifactStores.Open(location), metrics, time), patience, time, metrics.Storage.Retried)</c>.
/// </summary>
public sealed class MeteredArtifactStore : IArtifactStore
{
    private const string Done = "done", Declined = "declined";

    private readonly IArtifactStore _inner;
    private readonly StorageInstruments _instruments;
    private readonly TimeProvider _time;

    /// <summary>Wraps a store.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="metrics">Where the measurements go.</param>
    /// <param name="time">The clock.</param>
    public MeteredArtifactStore(IArtifactStore inner, LayerDynMetrics metrics, TimeProvider time)
    {
        (_inner, _instruments, _time) = (inner, metrics.Storage, time);
        _instruments.Observe(inner);
    }

    /// <inheritdoc/>
    public string Description => _inner.Description;

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        bool created = await MeasureAsync("create", Kind(path.Value), () => _inner.TryCreateAsync(path, content, cancellationToken), created => created);
        if (created) _instruments.Moved("write", Kind(path.Value), content.Length);
        return created;
    }

    /// <inheritdoc/>
    public async Task<string?> TryReplaceAsync(
        ArtifactPath path, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellationToken = default)
    {
        string? tag = await MeasureAsync(
            "replace", Kind(path.Value), () => _inner.TryReplaceAsync(path, content, expectedETag, cancellationToken), tag => tag is not null);
        if (tag is not null) _instruments.Moved("write", Kind(path.Value), content.Length);
        return tag;
    }

    /// <inheritdoc/>
    public async Task<StoredArtifact?> TryReadAsync(ArtifactPath path, CancellationToken cancellationToken = default)
    {
        var read = await MeasureAsync("read", Kind(path.Value), () => _inner.TryReadAsync(path, cancellationToken), read => read is not null);
        if (read is not null) _instruments.Moved("read", Kind(path.Value), read.Content.Length);
        return read;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArtifactEntry> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // The time that the caller takes between two entries is not the store's.
        var took = TimeSpan.Zero;
        string outcome = "failed";
        await using var entries = _inner.ListAsync(prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                long began = _time.GetTimestamp();
                bool more = await entries.MoveNextAsync();
                took += _time.GetElapsedTime(began);
                outcome = Done;
                if (!more) break;
                yield return entries.Current;
                outcome = "failed";
            }
        }
        finally
        {
            _instruments.Operated("list", Kind(prefix), took, outcome);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(ArtifactPath path, CancellationToken cancellationToken = default) =>
        MeasureAsync("delete", Kind(path.Value), () => _inner.DeleteAsync(path, cancellationToken));

    /// <inheritdoc/>
    public async Task WriteAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        await MeasureAsync("write", Kind(path.Value), () => _inner.WriteAsync(path, content, cancellationToken));
        _instruments.Moved("write", Kind(path.Value), content.Length);
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken = default) => MeasureAsync("check", "other", () => _inner.CheckAsync(cancellationToken));

    /// <summary>What an artifact is, by its folder or name: few values, whatever the path.</summary>
    private static string Kind(string path)
    {
        string[] parts = path.Split('/');
        return parts switch
        {
            ["active" or "index", ..] => "marks",
            [_, "records", ..] => "records",
            [_, "results", ..] => "results",
            [_, "checkpoints", ..] => "checkpoints",
            [_, "curves", ..] => "curves",
            [_, "weights", ..] => "weights",
            [_, "shards", ..] or [_, "manifest.json"] => "manifests",
            [_, "spec.yaml" or "resolved.yaml"] => "specs",
            _ => "other",
        };
    }

    private Task MeasureAsync(string operation, string artifact, Func<Task> call) => MeasureAsync(operation, artifact, async () =>
    {
        await call();
        return true;
    }, _ => true);

    private async Task<T> MeasureAsync<T>(string operation, string artifact, Func<Task<T>> call, Func<T, bool> isDone)
    {
        long began = _time.GetTimestamp();
        string outcome = "failed";
        try
        {
            var result = await call();
            outcome = isDone(result) ? Done : Declined;
            return result;
        }
        finally
        {
            _instruments.Operated(operation, artifact, _time.GetElapsedTime(began), outcome);
        }
    }
}
