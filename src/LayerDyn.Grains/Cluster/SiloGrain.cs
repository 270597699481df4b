using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Curves;
using LayerDyn.Grains.Curves;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Sweeps.Planning;
using Orleans.Runtime.Placement;

namespace LayerDyn.Grains.Cluster;

/// <inheritdoc cref="ISiloGrain"/>
/// <param name="lanes">The lanes of this silo.</param>
/// <param name="folder">Folds segments.</param>
/// <param name="log">What this silo has logged.</param>
/// <param name="silo">This silo.</param>
[SlotPlacement]
public sealed class SiloGrain(LanePool lanes, SegmentFolder folder, SweepLog log, ILocalSiloDetails silo) : Grain, ISiloGrain
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<SlotReport>> GetSlotsAsync() => Task.FromResult(lanes.Report());

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogEntry>> GetLogAsync(string sweep, long point, int most) =>
        Task.FromResult<IReadOnlyList<LogEntry>>([.. log.About(sweep, point, most).Select(entry => entry with { Silo = silo.Name })]);

    /// <inheritdoc/>
    public Task<FoldedSegments> FoldAsync(string sweep, IReadOnlyList<SegmentRef> segments) => folder.FoldAsync(SweepId.Parse(sweep), segments);

    /// <summary>Asks the grain of a silo.</summary>
    internal static Task<T> AskAsync<T>(IGrainFactory grains, SiloAddress silo, Func<ISiloGrain, Task<T>> ask)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        try
        {
            return ask(grains.GetGrain<ISiloGrain>(silo.ToParsableString()));
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }
}
