using System.Runtime.CompilerServices;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Tasks;
using LayerDyn.Storage;
using LayerDyn.Storage.Kept;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Lanes;

/// <summary>
/// Sends what is kept of a batch's points to the store while the batch trains, some files at a time, so that little of it is in memory. The files have
/// their names and bytes from the points alone: of a batch that is killed they are written again, to the same bytes.
/// </summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="uploads">Carries the files to the store.</param>
/// <param name="key">What they are queued under.</param>
/// <param name="job">The batch: it stops where a file is lost, since nothing that comes after can be committed.</param>
public sealed class KeptUploads(IArtifactStore store, SweepId sweep, UploadQueue uploads, string key, BatchJob job)
{
    private const int MostFiles = 256, FilesAtOnce = 8;
    private const long MostBytes = 8 << 20;

    // What of a data set has been written by this process: where it is, it is not encoded again for each batch.
    private static readonly ConditionalWeakTable<TaskData, WrittenData> Written = [];

    private readonly KeptStore _kept = new(store, sweep);
    private readonly List<(long Index, KeptFile File, byte[] Content)> _waiting = [];
    private readonly HashSet<TaskData> _data = new(ReferenceEqualityComparer.Instance);
    private long _bytes;
    private volatile Exception? _lost;

    /// <summary>What its uploads are queued under: what is queued under it later is in the store later.</summary>
    public string Key { get; } = key;

    /// <summary>Takes what is kept of a point at a step.</summary>
    public KeptFile Add(long index, PointId id, KeptState state, KeptFile? data)
    {
        byte[] content = KeptCodec.Write(id, state, data?.Sha256);
        var file = KeptStore.Describe(state.Step, content);
        Add(index, file, content);
        return file;
    }

    /// <summary>Takes the data of a point, which others share.</summary>
    public KeptFile Add(TaskData data)
    {
        if (Written.TryGetValue(data, out var known) && (_data.Contains(data) || (known.Sweeps.ContainsKey(sweep) && IsThere(known.File))))
        {
            _data.Add(data);
            return known.File;
        }

        byte[] content = KeptCodec.Write(data);
        var file = KeptStore.Describe(null, content);
        Written.GetValue(data, _ => new WrittenData(file));
        _data.Add(data);
        Add(0, file, content);
        return file;
    }

    /// <summary>Queues what was taken since. Blocks while too much is waiting for the store.</summary>
    public void Flush()
    {
        if (_waiting.Count == 0) return;
        (long Index, KeptFile File)[] files = [.. _waiting.Select(waiting => (waiting.Index, waiting.File))];
        byte[][] contents = [.. _waiting.Select(waiting => waiting.Content)];
        TaskData[] data = [.. _data];
        _waiting.Clear();
        _bytes = 0;
        using var waits = job.WaitForStore();
        uploads.Enqueue(Key, contents, (parts, cancellation) => WriteAsync(files, parts, data, cancellation), error =>
        {
            if (error is null) return;
            _lost = error;
            job.Cancel();
        });
    }

    /// <summary>Refuses to go on where something of it did not get to the store.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public void ThrowIfLost()
    {
        if (_lost is OperationCanceledException) throw new OperationCanceledException(_lost.Message, _lost);
        if (_lost is { } error) throw new InvalidOperationException($"what is kept of the points could not be written: {error.Message}", error);
    }

    private void Add(long index, KeptFile file, byte[] content)
    {
        _waiting.Add((index, file, content));
        _bytes += content.Length;
        if (_waiting.Count >= MostFiles || _bytes >= MostBytes) Flush();
    }

    private async Task WriteAsync((long Index, KeptFile File)[] files, IReadOnlyList<byte[]> contents, TaskData[] data, CancellationToken cancellation)
    {
        await Parallel.ForAsync(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellation },
            async (i, cancel) => await _kept.WriteAsync(files[i].Index, files[i].File, contents[i], cancel));
        foreach (var set in data)
            if (Written.TryGetValue(set, out var written) && files.Contains((0, written.File))) written.Sweeps.TryAdd(sweep, true);
    }

    // A sweep may have been deleted and begun anew.
    private bool IsThere(KeptFile file) => store.ListAsync(_kept.PathOf(0, file).Value).AnyAsync(entry => entry.Size == file.Bytes).AsTask().GetAwaiter().GetResult();

    private sealed record WrittenData(KeptFile File)
    {
        public System.Collections.Concurrent.ConcurrentDictionary<SweepId, bool> Sweeps { get; } = [];
    }
}
