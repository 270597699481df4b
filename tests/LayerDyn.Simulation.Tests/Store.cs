using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A shard's manifest.</summary>
internal sealed record ShardManifest(long Term, IReadOnlyDictionary<long, string> Committed, IReadOnlySet<long> Failed, IReadOnlyList<LeaseEntry> Entries)
{
    public static ShardManifest Empty { get; } = new(0, new Dictionary<long, string>(), new HashSet<long>(), []);
}

/// <summary>The same as the store has it.</summary>
internal sealed class ManifestFile
{
    public ShardManifest Manifest { get; private set; } = ShardManifest.Empty;

    public long Version { get; private set; }

    /// <summary>Replaces it, whatever is on its way.</summary>
    public void Replace(ShardManifest next) => (Manifest, Version) = (next, Version + 1);
}

/// <summary>The store: compare-and-swap of manifests, and segments under their names. It can be away, and fail after it has done what it was asked.</summary>
internal sealed class Store(World world, bool checksVersions)
{
    private readonly HashSet<string> _segments = [];

    public bool IsAway { get; set; }

    /// <summary>Share of writes that are done and reported as failed.</summary>
    public double FalseFailures { get; set; }

    /// <summary>Share of segments that are confirmed and lost.</summary>
    public double Forgetting { get; set; }

    public static string NameOf(PointRanges points) => points.ToString(); // results are a function of their points

    public bool Has(string segment) => _segments.Contains(segment);

    /// <summary>Writes a segment; then told whether it was confirmed.</summary>
    public void Put(string segment, Action<bool> done) => Later(() =>
    {
        if (IsAway) return false;
        if (world.Draw() >= Forgetting) _segments.Add(segment);
        return world.Draw() >= FalseFailures;
    }, done);

    /// <summary>Replaces a manifest if its version is the expected one; then told the new version, or null where it was another, or that the store failed.</summary>
    public void Swap(ManifestFile file, long expected, ShardManifest next, Action<(bool Failed, long? Version)> done) => Later(() =>
    {
        if (IsAway) return (true, null);
        if (checksVersions && file.Version != expected) return (false, null);
        file.Replace(next);
        return (world.Draw() < FalseFailures, (long?)file.Version);
    }, done);

    private void Later<T>(Func<T> work, Action<T> done) => world.After(TimeSpan.FromMilliseconds(1 + 5 * world.Draw()), () =>
    {
        var result = work();
        world.After(TimeSpan.FromMilliseconds(1 + 5 * world.Draw()), () => done(result));
    });
}
