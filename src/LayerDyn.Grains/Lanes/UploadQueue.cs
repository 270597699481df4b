using LayerDyn.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Lanes;

/// <summary>
/// Carries results and checkpoints to the store while the lanes go on training. What waits is held in memory, beyond a limit in
/// temporary files, and beyond another limit lanes wait. An outage is waited out by the store (<see cref="Storage.RetryingArtifactStore"/>).
/// </summary>
public sealed partial class UploadQueue : IDisposable
{
    private const int AtOnce = 4;

    private readonly object _gate = new();
    private readonly LinkedList<Upload> _waiting = [];
    private readonly HashSet<string> _sending = [];
    private readonly CancellationTokenSource _disposed = new();
    private readonly IOptions<LaneOptions> _options;
    private readonly ILogger _logger;
    private SpillFolder? _spill;
    private bool _crowded;
    private long _memory;
    private long _bytes;

    /// <summary>An empty queue.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="metrics">What is measured.</param>
    /// <param name="logger">Log.</param>
    public UploadQueue(IOptions<LaneOptions> options, LayerDynMetrics metrics, ILogger<UploadQueue> logger)
    {
        (_options, _logger) = (options, logger);
        metrics.Storage.ObserveWaiting(() => Bytes);
        SpillFolder.ClearLeft(options.Value.UploadFolder);
    }

    /// <summary>Bytes that are not in the store yet.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>
    /// Queues bytes. One of <paramref name="ended"/> and <paramref name="replaced"/> is called once, from any thread. Blocks while too
    /// much is waiting.
    /// </summary>
    /// <param name="key">Uploads of one key go out one after the other; one that can be replaced and still waits gives way to the next such.</param>
    /// <param name="parts">The bytes.</param>
    /// <param name="send">Writes them to the store.</param>
    /// <param name="ended">Told null when they are in the store, or what kept them from there.</param>
    /// <param name="replaced">Told when a later upload of the same key has made them superfluous, as with checkpoints; null when none can.</param>
    public void Enqueue(
        string key, IReadOnlyList<byte[]> parts, Func<IReadOnlyList<byte[]>, CancellationToken, Task> send, Action<Exception?> ended, Action? replaced = null)
    {
        var upload = new Upload(key, parts, send, ended, replaced);
        lock (_gate)
        {
            while (_bytes > 0 && _bytes + upload.Bytes > _options.Value.UploadLimit && !_disposed.IsCancellationRequested) Monitor.Wait(_gate);
            for (var node = upload.IsReplaceable ? _waiting.First : null; node is not null; node = node.Next)
            {
                if (!node.Value.IsReplaceable || node.Value.Key != key) continue;
                Drop(node, upload => upload.Replace());
                break;
            }

            if (_memory + upload.Bytes <= _options.Value.UploadMemory || !TrySpill(upload)) _memory += upload.Bytes;
            _bytes += upload.Bytes;
            _waiting.AddLast(upload);
        }

        Next();
    }

    /// <summary>Waits until everything queued so far is in the store or abandoned.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (IsBusy() && !cancellationToken.IsCancellationRequested) await Task.Delay(20, cancellationToken);

        bool IsBusy()
        {
            lock (_gate) return _waiting.Count + _sending.Count > 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed.Cancel();
        lock (_gate)
        {
            // What never got to the store must not be taken for committed.
            while (_waiting.First is { } node) Drop(node, upload => upload.End(new OperationCanceledException("the silo stops")));
            Monitor.PulseAll(_gate);
            _spill?.Dispose();
        }
    }

    /// <summary>Moves an upload to a file; false when that cannot be, which is said once until it can be again.</summary>
    private bool TrySpill(Upload upload)
    {
        try
        {
            upload.Spill((_spill ??= new SpillFolder(_options.Value.UploadFolder)).Next());
            _crowded = false;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_crowded) Crowded(_logger, _options.Value.UploadFolder, _options.Value.UploadLimit, error.Message);
            _crowded = true;
            return false;
        }
    }

    private void Next()
    {
        lock (_gate)
        {
            for (var node = _waiting.First; node is not null && _sending.Count < AtOnce;)
            {
                var next = node.Next;
                if (_sending.Add(node.Value.Key))
                {
                    _waiting.Remove(node);
                    var upload = node.Value;
                    upload.Run(() => SendAsync(upload));
                }

                node = next;
            }
        }
    }

    private async Task SendAsync(Upload upload)
    {
        Exception? failure = null;
        try
        {
            await upload.SendAsync(_disposed.Token);
        }
        catch (Exception error)
        {
            failure = error;
            if (!_disposed.IsCancellationRequested) Failed(_logger, upload.Key, error);
        }

        upload.End(failure);
        lock (_gate)
        {
            _sending.Remove(upload.Key);
            Release(upload);
        }

        Next();
    }

    private void Drop(LinkedListNode<Upload> node, Action<Upload> end)
    {
        _waiting.Remove(node);
        end(node.Value);
        Release(node.Value);
    }

    private void Release(Upload upload)
    {
        if (!upload.IsOnDisk) _memory -= upload.Bytes;
        _bytes -= upload.Bytes;
        Monitor.PulseAll(_gate);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What waits for the store stays in memory, up to {Limit} bytes: {Folder} takes no more ({Why})")]
    private static partial void Crowded(ILogger logger, string folder, long limit, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Key} could not be written to the store")]
    private static partial void Failed(ILogger logger, string key, Exception error);
}
