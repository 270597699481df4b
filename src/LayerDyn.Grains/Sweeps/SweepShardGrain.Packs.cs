using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage.Manifests;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Placement;

namespace LayerDyn.Grains.Sweeps;

/// <summary>Which packs go where: slots are asked for, and packs are handed out to those that were granted.</summary>
public sealed partial class SweepShardGrain
{
    private async Task DemandAsync()
    {
        using var scope = logger.SweepScope(Sweep.Value);
        _lastDemand = time.GetTimestamp();
        long packs = _open ? (_ledger!.Remaining + _order!.PackSize - 1) / _order.PackSize : 0;
        var resources = _plan!.Resources;
        var demand = new SlotDemand(Key, _order!.Priority, (int)Math.Min(packs, _order.Slots > 0 ? _order.Slots : 1 << 16), resources.Device, resources.MinMemory);
        try
        {
            _grants = await GrainFactory.GetGrain<ISlotBrokerGrain>(0).DemandAsync(demand);
        }
        catch (Exception error)
        {
            NoBroker(logger, Key, error); // what was granted stays until it answers again
        }
    }

    /// <summary>Hands out packs while the granted slots have room.</summary>
    private void Pump()
    {
        var aside = new List<string>();
        while (_open && FreeSilo() is { } free && _queue!.Next(_ledger!.Settled) is { } pack)
        {
            if (SiloFor(pack.Name, free) is { } silo)
            {
                Dispatch(silo, pack.Name, pack.Points);
                continue;
            }

            aside.Add(pack.Name);
            if (!HungOn(pack.Name, free)) break;
        }

        foreach (string pack in aside) _queue!.Return(pack);

        if (_open) metrics.Packs.Watched(Key, _running.Count, _running.Values.Select(pack => pack.LastHeard).DefaultIfEmpty(time.GetTimestamp()).Min());
        if (_running.Count == 0 || !_open) Tell();
    }

    private void Dispatch(SiloAddress silo, string pack, List<long> points)
    {
        var resources = _plan!.Resources;
        var running = Out(points, silo, ++_attempts);
        var assignment = new PackAssignment(Sweep.Value, Key, pack, running.Attempt, running.Range, SlotAllocator.Weight(_order!.Priority))
        {
            Device = resources.Device,
            MinMemory = resources.MinMemory,
            Number = running.Number,
        };
        using var span = LayerDynActivities.Dispatch(assignment);
        running.Span = span.Context;
        metrics.Packs.HandedOut();
        _running[pack] = running;
        _written = false;
        _ = StartPackAsync(assignment, silo);
    }

    private RunningPack Out(List<long> points, SiloAddress silo, long attempt)
    {
        long now = time.GetTimestamp();
        return new RunningPack
        {
            Attempt = attempt,
            Range = IndexRanges.Format(points),
            Number = _ledger!.NextAttempt(points[0]),
            Points = points.Count,
            Steps = points.Count * _plan!.Experiment(points[0]).Steps,
            Silo = silo,
            LastHeard = now,
            LastAdvance = now,
        };
    }

    private async Task StartPackAsync(PackAssignment assignment, SiloAddress silo)
    {
        using var scope = logger.PackScope(assignment);
        try
        {
            if (IsSuspect(assignment.Pack)) await TryWriteAsync(); // it may take this silo down at once
            RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
            var starting = ExperimentOf(assignment.Pack).StartAsync(assignment);
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
            var placement = await starting;
            if (!placement.Accepted) cluster.Leaves(placement.Silo);
            if (!_running.TryGetValue(assignment.Pack, out var pack) || pack.Attempt != assignment.Attempt) return;
            pack.Silo = placement.Silo;
            if (placement.Accepted && _inherited.Remove(assignment.Pack) && !placement.IsUnderWay) _ledger!.Lose(pack.Points);
            if (!placement.Accepted) TakeBack(assignment.Pack, ReturnReason.Refused);
        }
        catch (Exception error)
        {
            // Not handed over, or not known to be. Handing it out again is safe: a grain that has it goes on under the new attempt.
            NotStarted(logger, assignment.Shard, assignment.Pack, error);
            await Task.Delay(options.Value.WatchEvery, time);
            if (_running.TryGetValue(assignment.Pack, out var pack) && pack.Attempt == assignment.Attempt) TakeBack(assignment.Pack, ReturnReason.NotStarted);
            Pump();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: pack {Pack} could not be handed over")]
    private static partial void NotStarted(ILogger logger, string shard, string pack, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: the slot broker does not answer")]
    private static partial void NoBroker(ILogger logger, string shard, Exception error);
}
