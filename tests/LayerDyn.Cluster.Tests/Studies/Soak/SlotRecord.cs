using LayerDyn.Api.Cluster;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>Who has had the slots: what trains in each slot of the cluster, sampled once a second.</summary>
internal sealed class SlotRecord
{
    private readonly Dictionary<string, long> _had = [];

    /// <summary>Samples taken.</summary>
    public int Samples { get; private set; }

    /// <summary>Slots that were seen, those that were free included.</summary>
    public long Slots { get; private set; }

    /// <summary>Slots that trained, over all samples.</summary>
    public long Busy => _had.Values.Sum();

    /// <summary>Takes a sample.</summary>
    /// <param name="cluster">What the silos say that they train.</param>
    /// <param name="ownerOf">Whose a sweep is.</param>
    public void Add(ClusterView cluster, Func<string, string?> ownerOf)
    {
        if (cluster.Silos.Count == 0) return;
        Samples++;
        foreach (var slot in cluster.Silos.SelectMany(silo => silo.Slots))
        {
            Slots++;
            if (slot.Running is { } running && ownerOf(running.Sweep) is { } owner) _had[owner] = _had.GetValueOrDefault(owner) + 1;
        }
    }

    /// <summary>An owner's part of the time that slots trained, from 0 to 1.</summary>
    public double ShareOf(string owner) => _had.GetValueOrDefault(owner) / (double)Busy;
}
