using LayerDyn.Api.Points;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>What happened to a sweep or a point, as the store and the silos know it.</summary>
internal sealed class SweepLogs(IGrainFactory grains, PlanCache plans, IArtifactStore store)
{
    /// <summary>The newest entries of the silos about a point.</summary>
    /// <exception cref="ProblemException">There is no such point.</exception>
    public async Task<LogView> OfPointAsync(SweepId sweep, long index, int most)
    {
        PointViews.Check(await plans.GetAsync(sweep), index);
        return View(await grains.GetGrain<IClusterGrain>(0).GetLogAsync(sweep.Value, index, LogLevels.All[0], most));
    }

    /// <summary>The newest entries of a level or above about a sweep, or one of its points: of the silos, of its history, and of its attempts and failures.</summary>
    /// <exception cref="ProblemException">There is no such point.</exception>
    public async Task<LogView> OfSweepAsync(SweepId sweep, long? index, string level, int most, CancellationToken cancellation)
    {
        if (index is { } point) PointViews.Check(await plans.GetAsync(sweep), point);
        var remembered = View(await grains.GetGrain<IClusterGrain>(0).GetLogAsync(sweep.Value, index, level, most));
        var stored = await StoredViews.LogAsync(store, sweep, index, cancellation);
        var all = remembered.Entries.Concat(stored.Where(line => LogLevels.IsAtLeast(line.Level, level)));
        return remembered with { Entries = [.. all.OrderBy(line => line.At).TakeLast(most)] };
    }

    private static LogView View(ClusterLog log) => new([.. log.Entries.Select(entry => new LogLineView(entry.At, entry.Level.ToLowerInvariant(), entry.Silo, entry.Message))], log.Silent);
}
