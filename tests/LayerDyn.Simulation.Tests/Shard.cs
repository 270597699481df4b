using LayerDyn.Grains.Scheduling;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A shard: its points, its manifest, and who owns it just now.</summary>
internal sealed class Shard
{
    private static readonly TimeSpan OwnerIsBackAfter = TimeSpan.FromMilliseconds(300);

    private readonly Cluster _cluster;
    private Owner _owner = null!;

    public Shard(Cluster cluster, int number, long first, long end, Worker host)
    {
        (_cluster, Number, Points) = (cluster, number, PointRanges.Of(first, end));
        Own(host);
    }

    public int Number { get; }

    public string Key => $"simulated-{Number:x8}/{Number}"; // each of a sweep of its own

    public PointRanges Points { get; }

    public ManifestFile File { get; } = new();

    /// <summary>The worker on whose silo its owner lives.</summary>
    public Worker Host { get; private set; } = null!;

    public bool IsPaused { get; private set; }

    public LeaseTable? Table => _owner.Table;

    /// <summary>Whether every point is committed or failed, durably.</summary>
    public bool IsDone => File.Manifest.Committed.Count + File.Manifest.Failed.Count == Points.Count;

    public void ToOwner(Action<Owner> message) => _cluster.World.Send(() => Host.Awake(() => message(_owner)));

    /// <summary>
    /// Looks through its files at its end, as the sweep does: what was confirmed and is not there is taken from the list, and computed
    /// again by another owner. False when all is there.
    /// </summary>
    public bool Repair()
    {
        var manifest = File.Manifest;
        var kept = manifest.Committed.Where(point => _cluster.Store.Has(point.Value)).ToDictionary();
        if (kept.Count == manifest.Committed.Count) return false;
        _owner.Die();
        File.Replace(manifest with { Committed = kept });
        ReplaceOwner();
        return true;
    }

    public LeaseTable CreateTable(long term, PointSet terminal, IEnumerable<long> failed, IReadOnlyList<LeaseEntry> entries) => new(
        _cluster.Rules, Points, _cluster.Scenario.Batch, term, terminal, failed,
        _cluster.Mutant == Mutant.HistoryDropped ? [.. entries.Where(entry => entry.Worker.Length > 0).Select(entry => new LeaseEntry(entry.Id, entry.Worker, entry.Points))] : entries,
        _cluster.World.Now, others: term > 1);

    public void HostLost(TimeSpan known)
    {
        _owner.Die();
        _cluster.World.After(known, ReplaceOwner);
    }

    public void ReplaceOwner()
    {
        if (!_owner.IsGone) return;
        if (_cluster.Members.FirstOrDefault() is not { } host) _cluster.World.After(OwnerIsBackAfter, ReplaceOwner);
        else Own(host);
    }

    /// <summary>Another silo takes it over.</summary>
    /// <param name="unnoticed">Whether the owner before does not know.</param>
    public void MoveOwner(bool unnoticed)
    {
        if (_owner.IsGone) return;
        if (!unnoticed) _owner.Die();
        Own(_cluster.Workers.FirstOrDefault(other => !other.IsDead && other != Host) ?? Host);
    }

    public void Stop(long point) => _owner.Stop(point);

    public void Retry() => _owner.Retry();

    public void Pause(bool pause)
    {
        IsPaused = pause;
        if (pause) _owner.CallIn();
        else if (!_owner.IsGone) MoveOwner(unnoticed: false); // opened again, perhaps elsewhere
    }

    private void Own(Worker host)
    {
        Host = host;
        _owner = new Owner(_cluster, this);
    }
}
