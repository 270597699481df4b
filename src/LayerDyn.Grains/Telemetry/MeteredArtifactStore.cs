using LayerDyn.Storage;

namespace LayerDyn.Grains.Telemetry;

/// <summary>
/// Measures the operations of a store. Goes inside <see cref="RetryingArtifactStore"/>, so that each try counts and pauses do not:
/// <c>new RetryingArtifactStore(new MeteredArtifactStore(ArtifactStores.Open(location), metrics, time), patience, time, metrics.Storage.Retried)</c>.
/// </summary>
public sealed class MeteredArtifactStore : DelegatingArtifactStore
{
    private readonly StorageInstruments _instruments;
    private readonly TimeProvider _time;

    /// <summary>Wraps a store.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="metrics">Where the measurements go.</param>
    /// <param name="time">The clock.</param>
    public MeteredArtifactStore(IArtifactStore inner, LayerDynMetrics metrics, TimeProvider time)
        : base(inner)
    {
        (_instruments, _time) = (metrics.Storage, time);
        _instruments.Observe(inner);
    }

    /// <inheritdoc/>
    protected override async Task<T> InvokeAsync<T>(StoreCall call, Func<Task<T>> invoke, CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        string artifact = Kind(call.Path), outcome = "failed";
        try
        {
            var result = await invoke();
            outcome = result is null or false ? "declined" : "done";
            if (result is StoredArtifact read) _instruments.Moved("read", artifact, read.Content.Length);
            else if (call.Written is { } bytes && outcome == "done") _instruments.Moved("write", artifact, bytes);
            return result;
        }
        finally
        {
            _instruments.Operated(call.Operation.ToString().ToLowerInvariant(), artifact, _time.GetElapsedTime(began), outcome);
        }
    }

    /// <summary>What an artifact is, by its folder or name: few values, whatever the path.</summary>
    private static string Kind(string path)
    {
        string[] parts = path.Split('/');
        return parts switch
        {
            ["active" or "index", ..] => "marks",
            [_, "records", ..] => "records",
            [_, "results", ..] => "results",
            [_, "segments", ..] => "segments",
            [_, "checkpoints", ..] => "checkpoints",
            [_, "curves", ..] => "curves",
            [_, "weights", ..] => "weights",
            [_, "shards", ..] or [_, "manifest.json"] => "manifests",
            [_, "spec.yaml" or "resolved.yaml"] => "specs",
            _ => "other",
        };
    }
}
