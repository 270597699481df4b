using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>What an owner has listed: it is durable once its manifest is.</summary>
/// <param name="committed">The segments of points.</param>
/// <param name="failed">The points that failed.</param>
internal sealed class Listed(Dictionary<long, string> committed, HashSet<long> failed)
{
    public void Add(PointRanges points, PointRanges given)
    {
        foreach (long point in points.Points) committed[point] = Store.NameOf(points);
        failed.UnionWith(given.Points);
        failed.ExceptWith(points.Points);
    }

    public void Fail(long point) => failed.Add(point);

    public PointRanges ForgetFailed()
    {
        var forgotten = PointRanges.Of(failed.Order());
        failed.Clear();
        return forgotten;
    }

    public PointSet Terminal(long capacity)
    {
        var terminal = new PointSet(capacity);
        foreach (long point in committed.Keys.Concat(failed)) terminal.Add(point);
        return terminal;
    }

    public ShardManifest Manifest(long term, IReadOnlyList<LeaseEntry> entries) => new(term, new Dictionary<long, string>(committed), new HashSet<long>(failed), entries);
}
