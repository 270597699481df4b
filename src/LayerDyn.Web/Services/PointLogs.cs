using LayerDyn.Api.Points;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>What the silos remember of a point.</summary>
internal sealed class PointLogs(IGrainFactory grains, PlanCache plans)
{
    /// <summary>The newest entries.</summary>
    /// <exception cref="ProblemException">There is no such point.</exception>
    public async Task<PointLogView> OfAsync(SweepId sweep, long index, int most)
    {
        PointViews.Check(await plans.GetAsync(sweep), index);
        var log = await grains.GetGrain<IClusterGrain>(0).GetLogAsync(sweep.Value, index, most);
        return new PointLogView([.. log.Entries.Select(entry => new LogLineView(entry.At, entry.Level.ToLowerInvariant(), entry.Silo, entry.Message))], log.Silent);
    }
}
