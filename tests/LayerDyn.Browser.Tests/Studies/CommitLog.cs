using System.Text.Json;

namespace LayerDyn.Browser.Tests.Studies;

/// <summary>When results of a sweep became durable: the times of its manifests' versions, read from the store and not from the silo.</summary>
internal sealed class CommitLog : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly Dictionary<string, long> _shards = [];
    private readonly List<(DateTime At, long Points)> _commits = [];

    /// <param name="folder">The sweep's folder.</param>
    public CommitLog(string folder)
    {
        _watcher = new FileSystemWatcher(Path.Combine(folder, "shards"), "*.json");
        _watcher.Renamed += (_, changed) => Read(changed.FullPath);
        _watcher.Created += (_, changed) => Read(changed.FullPath);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Each commit: when its manifest was written, and how many points of the sweep had a result then.</summary>
    public IReadOnlyList<(DateTime At, long Points)> All
    {
        get
        {
            lock (_commits) return [.. _commits];
        }
    }

    public void Dispose() => _watcher.Dispose();

    private void Read(string path)
    {
        // A later version may have taken the name meanwhile: its time and its text are of one file.
        using var file = File.OpenRead(path);
        var at = File.GetLastWriteTimeUtc(file.SafeFileHandle);
        using var manifest = JsonDocument.Parse(file);
        long points = manifest.RootElement.GetProperty("segments").EnumerateArray()
            .Sum(segment => segment.GetProperty("finished").GetInt64() + segment.GetProperty("diverged").GetInt64());
        lock (_commits)
        {
            _shards[path] = points;
            _commits.Add((at, _shards.Values.Sum()));
        }
    }
}
