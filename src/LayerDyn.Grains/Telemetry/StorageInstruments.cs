using System.Diagnostics.Metrics;
using LayerDyn.Storage;

namespace LayerDyn.Grains.Telemetry;

/// <summary>The artifact store, and what is on its way there.</summary>
public sealed class StorageInstruments
{
    private readonly Histogram<double> _operations;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _commit;
    private readonly Histogram<long> _commitSize;
    private readonly Histogram<double> _checkpoint;
    private readonly Histogram<long> _checkpointSize;
    private long _retries;
    private volatile Func<long>? _waiting;
    private volatile IArtifactStore? _store;

    internal StorageInstruments(Meter meter)
    {
        _operations = meter.CreateHistogram("layerdyn.storage.operation.duration", "s",
            "Time of an operation of the artifact store, by operation, kind of artifact and outcome", advice: Buckets.Seconds);
        _bytes = meter.CreateCounter<long>("layerdyn.storage.io", "By", "Bytes read from and written to the artifact store, by direction and kind of artifact");
        meter.CreateObservableCounter("layerdyn.storage.retries", () => Interlocked.Read(ref _retries), "{retry}", "Operations of the artifact store repeated after a passing failure");
        _commit = meter.CreateHistogram("layerdyn.commit.duration", "s", "From the end of a batch's training to its results in the store, by outcome", advice: Buckets.Seconds);
        _commitSize = meter.CreateHistogram("layerdyn.commit.size", "By", "Encoded results of a batch", advice: Buckets.Bytes);
        _checkpoint = meter.CreateHistogram("layerdyn.checkpoint.duration", "s", "From taking a checkpoint to having it in the store, or to a newer one that made it superfluous, by outcome", advice: Buckets.Seconds);
        _checkpointSize = meter.CreateHistogram("layerdyn.checkpoint.size", "By", "Encoded checkpoint of a point", advice: Buckets.Bytes);
        meter.CreateObservableGauge("layerdyn.upload.waiting", () => _waiting?.Invoke() ?? 0L, "By", "Results and checkpoints that are not in the store yet");
        meter.CreateObservableGauge("layerdyn.storage.free", () => Disk(disk => disk.AvailableFreeSpace), "By", "Free space of the disk under a local artifact store");
        meter.CreateObservableGauge("layerdyn.storage.size", () => Disk(disk => disk.TotalSize), "By", "Size of the disk under a local artifact store");
    }

    /// <summary>Has the gauges watch what waits for the store. Call at the end of <c>UploadQueue</c>'s constructor: <c>ObserveWaiting(() => Bytes)</c>.</summary>
    public void ObserveWaiting(Func<long> bytes) => _waiting = bytes;

    /// <summary>
    /// A failure is waited out. Give it to <c>RetryingArtifactStore</c> as <c>retried</c> in <c>LayerDynSiloExtensions.AddLayerDyn</c>.
    /// </summary>
    public void Retried(StoreException failure) => Interlocked.Increment(ref _retries);

    /// <summary>
    /// A batch's results are in the store, or could not be brought there. Call from <c>DeviceLane.Hand</c>, where the upload has ended.
    /// </summary>
    public void Committed(TimeSpan took, long bytes, bool succeeded)
    {
        _commit.Record(took.TotalSeconds, Tags.Outcome(succeeded ? "stored" : "failed"));
        if (succeeded) _commitSize.Record(bytes);
    }

    /// <summary>
    /// A checkpoint is in the store, or could not be brought there. Call from <c>BatchRunner.Save</c>, where the upload has ended.
    /// </summary>
    public void Checkpointed(TimeSpan took, long bytes, bool succeeded)
    {
        _checkpoint.Record(took.TotalSeconds, Tags.Outcome(succeeded ? "stored" : "failed"));
        if (succeeded) _checkpointSize.Record(bytes);
    }

    /// <summary>A checkpoint was still waiting when the point's next one came. Call from <c>BatchRunner.Save</c>, where it gave way.</summary>
    public void CheckpointReplaced(TimeSpan took) => _checkpoint.Record(took.TotalSeconds, Tags.Outcome("replaced"));

    /// <summary>An operation has ended; <see cref="MeteredArtifactStore"/> calls it.</summary>
    internal void Operated(string operation, string artifact, TimeSpan took, string outcome) =>
        _operations.Record(took.TotalSeconds, new KeyValuePair<string, object?>("operation", operation), Artifact(artifact), Tags.Outcome(outcome));

    /// <summary>Bytes went in or out; <see cref="MeteredArtifactStore"/> calls it.</summary>
    internal void Moved(string direction, string artifact, long bytes) =>
        _bytes.Add(bytes, new KeyValuePair<string, object?>("direction", direction), Artifact(artifact));

    /// <summary>Has the gauges watch the disk of a local store; <see cref="MeteredArtifactStore"/> calls it.</summary>
    internal void Observe(IArtifactStore store) => _store = store;

    private static KeyValuePair<string, object?> Artifact(string artifact) => new("artifact", artifact);

    private IEnumerable<Measurement<long>> Disk(Func<DriveInfo, long> value)
    {
        // A container has no folder of its name here.
        if (_store?.Description is not { } folder || !Directory.Exists(folder)) return [];
        try
        {
            return [new Measurement<long>(value(new DriveInfo(folder)))];
        }
        catch (IOException)
        {
            return []; // gone since; the store's own failures are counted
        }
    }
}
