using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Curves;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Grains.Workers;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Cluster;

/// <inheritdoc cref="ISiloGrain"/>
/// <param name="lanes">The lanes of this silo.</param>
/// <param name="worker">Its worker.</param>
/// <param name="folder">Folds segments.</param>
/// <param name="log">What this silo has logged.</param>
/// <param name="silo">This silo.</param>
[SiloPlacement]
public sealed class SiloGrain(LanePool lanes, Worker worker, SegmentFolder folder, SweepLog log, ILocalSiloDetails silo) : Grain, ISiloGrain
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<SlotReport>> GetSlotsAsync() => Task.FromResult(lanes.Report());

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogEntry>> GetLogAsync(string sweep, long? point, string level, int most) =>
        Task.FromResult<IReadOnlyList<LogEntry>>([.. log.About(sweep, point, Enum.Parse<LogLevel>(level, ignoreCase: true), most).Select(entry => entry with { Silo = silo.Name })]);

    /// <inheritdoc/>
    public Task<FoldedSegments> FoldAsync(string sweep, IReadOnlyList<SegmentRef> segments) => folder.FoldAsync(SweepId.Parse(sweep), segments);

    /// <inheritdoc/>
    public Task<MeasuredRows?> ReadAsync(string sweep, long point, long afterStep) => Task.FromResult(worker.Read(sweep, point, afterStep));

    /// <inheritdoc/>
    public Task<long?> CheckpointAsync(string sweep, long point) => worker.CheckpointAsync(sweep, point);

    /// <inheritdoc/>
    public Task<bool> TakeAsync(IReadOnlyList<LeaseOrder> leases) => Task.FromResult(worker.Take(leases));

    /// <inheritdoc/>
    public Task StandAsync(OwnerStanding standing)
    {
        lanes.Stand(standing.Had);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CommandAsync(string shard, IReadOnlyDictionary<long, LeaseCommand> commands)
    {
        worker.Obey(shard, commands);
        return Task.CompletedTask;
    }

    /// <summary>Asks the grain of a silo.</summary>
    internal static T AskAsync<T>(IGrainFactory grains, SiloAddress silo, Func<ISiloGrain, T> ask)
        where T : Task => ask(grains.GetGrain<ISiloGrain>(silo.ToParsableString()));
}
