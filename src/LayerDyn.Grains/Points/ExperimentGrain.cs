using System.Globalization;
using System.Runtime.CompilerServices;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Cluster;
using LayerDyn.Grains.Lanes;
using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using Orleans.Concurrency;

namespace LayerDyn.Grains.Points;

/// <inheritdoc cref="IExperimentGrain"/>
/// <param name="store">The artifact store.</param>
/// <param name="plans">Sweep plans of this silo.</param>
/// <param name="reader">Reads segments.</param>
/// <param name="time">The clock.</param>
[Reentrant]
public sealed class ExperimentGrain(IArtifactStore store, PlanCache plans, RecordReader reader, TimeProvider time) : Grain, IExperimentGrain
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // A long point reaches its next step, or is stopped without another checkpoint.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SweepId Sweep => SweepId.Parse(this.GetPrimaryKeyString().Split('/')[0]);

    private long Index => long.Parse(this.GetPrimaryKeyString().Split('/')[1], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<ExperimentStatus> GetAsync()
    {
        var shard = await ShardAsync();
        if (await ManifestAsync(shard) is { } manifest)
        {
            if (manifest.Failures.FirstOrDefault(failure => failure.Index == Index) is { } failure) return new(ExperimentState.Failed, null, failure.Message);
            if (manifest.SegmentOf(Index) is { } segment)
            {
                // The manifest tells how many diverged, and nothing of stops: only where a point may have ended early is its segment read.
                bool mayEndEarly = segment.Diverged > 0 || (await plans.GetAsync(Sweep)).Experiment(Index).StopWhen is not null;
                return new(StateOf(mayEndEarly ? (await ResultAsync(segment)).Status : OutcomeStatus.Finished), null, null);
            }
        }

        var lease = await GrainFactory.GetGrain<IShardGrain>($"{Sweep}/{shard}").FindAsync(Index);
        return new(lease is null ? ExperimentState.Pending : ExperimentState.Leased, lease, null);
    }

    /// <inheritdoc/>
    public async Task<MeasuredRows> ReadAsync(long afterStep = -1)
    {
        var shard = await ShardAsync();
        var lease = await GrainFactory.GetGrain<IShardGrain>($"{Sweep}/{shard}").FindAsync(Index);
        if (lease is not null && await TryReadLiveAsync(lease.Silo, afterStep) is { Columns.Count: > 0 } live) return await WithDerivedAsync(live);
        if (await ManifestAsync(shard) is { } manifest && manifest.SegmentOf(Index) is { } segment) return Rows((await ResultAsync(segment)).Records, afterStep);
        var records = await new LiveRecords(store, Sweep).TryReadAsync(Index, (await plans.GetAsync(Sweep)).PointId(Index));
        return records is null ? MeasuredRows.None : Rows(await WithDerivedAsync(records), afterStep);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MeasuredRows> WatchAsync(long afterStep = -1, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            bool last = (await GetAsync()).IsTerminal; // what is read after it is all there is
            var rows = await ReadAsync(afterStep);
            if (rows.Steps.Count > 0)
            {
                afterStep = rows.Steps[^1];
                yield return rows;
            }

            if (last) yield break;
            await Task.Delay(Look, time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<ExperimentStatus> StopAsync()
    {
        var shard = GrainFactory.GetGrain<IShardGrain>($"{Sweep}/{await ShardAsync()}");
        var status = await GetAsync();
        if (!status.IsTerminal && !await shard.StopPointAsync(Index) && !(status = await GetAsync()).IsTerminal)
            throw new InvalidOperationException($"point {Index} of {Sweep} cannot be stopped: the sweep does not run");
        for (long began = time.GetTimestamp(); !status.IsTerminal && time.GetElapsedTime(began) < Patience; status = await GetAsync())
        {
            await Task.Delay(Look / 10, time);
            await shard.StopPointAsync(Index); // another owner may have come, which was not asked
        }

        return status;
    }

    /// <inheritdoc/>
    public async Task<long> CheckpointAsync()
    {
        var shard = GrainFactory.GetGrain<IShardGrain>($"{Sweep}/{await ShardAsync()}");
        if (await shard.FindAsync(Index) is { } lease && await SiloGrain.AskAsync(GrainFactory, lease.Silo, grain => grain.CheckpointAsync(Sweep.Value, Index)) is { } step) return step;
        throw new InvalidOperationException($"point {Index} of {Sweep} has no checkpoint to write: it does not train alone just now");
    }

    private static ExperimentState StateOf(OutcomeStatus status) => status switch
    {
        OutcomeStatus.Diverged => ExperimentState.Diverged,
        OutcomeStatus.Stopped => ExperimentState.Stopped,
        _ => ExperimentState.Finished,
    };

    private async Task<MeasuredRows> WithDerivedAsync(MeasuredRows live)
    {
        if ((await plans.GetAsync(Sweep)).Derived.Count == 0) return live;
        var records = new MeasurementTable(live.Columns, live.Steps.Count);
        double[] values = [.. live.Values];
        for (int row = 0; row < live.Steps.Count; row++) records.Add(live.Steps[row], values.AsSpan(row * live.Columns.Count, live.Columns.Count));
        return Rows(await WithDerivedAsync(records), afterStep: -1);
    }

    private async Task<MeasurementTable> WithDerivedAsync(MeasurementTable records) =>
        (await plans.GetAsync(Sweep)).WithDerived(new PointResult(Index, OutcomeStatus.Finished, 0, records)).Records;

    private static MeasuredRows Rows(MeasurementTable records, long afterStep)
    {
        var rows = new LiveRows();
        rows.Take(records);
        return rows.After(afterStep);
    }

    private async Task<MeasuredRows?> TryReadLiveAsync(SiloAddress silo, long afterStep)
    {
        try
        {
            return await SiloGrain.AskAsync(GrainFactory, silo, grain => grain.ReadAsync(Sweep.Value, Index, afterStep));
        }
        catch (Exception error) when (error is TimeoutException or OrleansException)
        {
            return null; // the silo is going: what the store has is answered
        }
    }

    private async Task<int> ShardAsync()
    {
        // Read anew each time: a sweep that was deleted, and is run again, may be cut otherwise.
        var head = await new SweepHeadStore(store, Sweep).TryReadAsync() ?? throw new KeyNotFoundException($"{store.Description} has no sweep {Sweep}");
        return Index < head.PointCount ? (int)(Index / head.ShardSize) : throw new KeyNotFoundException($"{Sweep} has points 0 to {head.PointCount - 1}");
    }

    private async Task<Manifest?> ManifestAsync(int shard) => (await new ShardManifestStore(store, Sweep, shard).TryReadAsync())?.Manifest;

    private async Task<PointResult> ResultAsync(SegmentEntry segment) =>
        (await reader.ReadAsync(Sweep, segment, CancellationToken.None)).First(result => result.Index == Index);
}
