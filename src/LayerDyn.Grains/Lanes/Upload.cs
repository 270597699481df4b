namespace LayerDyn.Grains.Lanes;

/// <summary>Bytes on their way to the store.</summary>
/// <param name="key">Uploads of one key go out one after the other.</param>
/// <param name="parts">The bytes.</param>
/// <param name="send">Writes the parts to the store.</param>
/// <param name="ended">Told when it is in the store, or what kept it from there.</param>
/// <param name="replaced">Told instead when a later upload of the same key has made it superfluous; null when none can.</param>
internal sealed class Upload(
    string key, IReadOnlyList<byte[]> parts, Func<IReadOnlyList<byte[]>, CancellationToken, Task> send, Action<Exception?> ended, Action? replaced)
{
    private readonly ExecutionContext? _origin = ExecutionContext.Capture();
    private IReadOnlyList<byte[]>? _parts = parts;
    private string? _file;
    private int[] _lengths = [];

    public string Key => key;

    public bool IsReplaceable => replaced is not null;

    public long Bytes { get; } = parts.Sum(part => (long)part.Length);

    public bool IsOnDisk => _file is not null;

    /// <summary>Moves the bytes to a file of their own.</summary>
    /// <exception cref="IOException">There is no room for it; they stay in memory.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing may be written there; they stay in memory.</exception>
    public void Spill(string path)
    {
        try
        {
            using var file = File.Create(path);
            foreach (byte[] part in _parts!) file.Write(part);
        }
        catch
        {
            if (File.Exists(path)) File.Delete(path);
            throw;
        }

        (_file, _lengths, _parts) = (path, [.. _parts.Select(part => part.Length)], null);
    }

    /// <summary>Begins work on it in the background, with the log scopes and the span of whoever queued it: another upload's end may be what starts it.</summary>
    public void Run(Func<Task> work)
    {
        if (_origin is null) _ = Task.Run(work);
        else ExecutionContext.Run(_origin, _ => Task.Run(work), null);
    }

    public async Task SendAsync(CancellationToken cancellationToken) => await send(await LoadAsync(cancellationToken), cancellationToken);

    public void End(Exception? error)
    {
        Forget();
        ended(error);
    }

    public void Replace()
    {
        Forget();
        replaced!();
    }

    private async Task<IReadOnlyList<byte[]>> LoadAsync(CancellationToken cancellationToken)
    {
        if (_parts is not null) return _parts;
        byte[] all = await File.ReadAllBytesAsync(_file!, cancellationToken);
        var parts = new List<byte[]>();
        for (int i = 0, at = 0; i < _lengths.Length; at += _lengths[i++]) parts.Add(all[at..(at + _lengths[i])]);
        return parts;
    }

    private void Forget()
    {
        if (File.Exists(_file)) File.Delete(_file);
    }
}
