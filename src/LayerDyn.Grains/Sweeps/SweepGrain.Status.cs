using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Sweeps;

/// <summary>What the sweep says of itself.</summary>
public sealed partial class SweepGrain
{
    private RunLimits LimitsOf(SweepHead head) => head.Limits.Within(options.Value.Limits);

    private ShardOrder OrderOf(SweepHead head, int shard, SweepPlan plan)
    {
        var (first, end) = head.Shard(shard);
        return new ShardOrder(PointRanges.Of(first, end), head.BatchSize, HeadStatus.PriorityOf(head), plan.Resources.Slots, head.Owner, LimitsOf(head).PointTime, head.ChosenOf(shard));
    }

    /// <summary>What the store knows of a sweep that nothing was asked of yet; null when it is not there.</summary>
    private async Task<SweepHead?> LookUpAsync()
    {
        if (_head is not null) return _head;
        if (await new ManifestStore(store, Id).TryReadAsync() is not { Head.State: not ManifestState.Deleting } stored || _head is not null) return _head;
        _head = stored.Head;
        _tally.Read(stored);
        _life.Find(stored.Head.State, stored.Manifest.Ledger.Remaining <= 0);
        return _head;
    }

    private void Changed()
    {
        metrics.Sweeps.Saw(Status());
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private SweepStatus Status()
    {
        var ledger = _tally.Total.Ledger with { Expected = _head?.Expected ?? 0 };
        var status = _head is { } head
            ? HeadStatus.Of(head, _life.State, ledger, _life.IsAtWork ? time.GetUtcNow().UtcDateTime : null)
            : new() { SweepId = this.GetPrimaryKeyString(), State = _life.State, Ledger = ledger };
        return status with
        {
            Running = _tally.Total.Running,
            FromStore = _fromStore,
            RunningSteps = _tally.Total.RunningSteps,
            RunningStepsTotal = _tally.Total.RunningStepsTotal,
            Message = _life.Message.Length > 0 ? _life.Message : _tally.FirstFailure,
            Lost = _tally.Total.Lost,
            Limit = _life.State == SweepState.Paused ? _head?.Reached ?? "" : "",
        };
    }
}
