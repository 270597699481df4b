using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Sweeps;

/// <summary>What the sweep says of itself.</summary>
public sealed partial class SweepGrain
{
    private static SweepPriority Priority(SweepHead head) => SweepPriorities.TryParse(head.Priority) ?? SweepPriority.Normal;

    private RunLimits LimitsOf(SweepHead head) => head.Limits.Within(options.Value.Limits);

    private ShardOrder OrderOf(SweepHead head, int shard, SweepPlan plan)
    {
        var (first, end) = head.Shard(shard);
        return new ShardOrder(PointRanges.Of(first, end), head.BatchSize, Priority(head), plan.Resources.Slots, head.Owner, LimitsOf(head).PointTime, head.ChosenOf(shard));
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

    private SweepStatus Status() => new()
    {
        SweepId = this.GetPrimaryKeyString(),
        State = _life.State,
        Ledger = _tally.Total.Ledger with { Expected = _head?.Expected ?? 0 },
        Running = _tally.Total.Running,
        FromStore = _fromStore,
        RunningSteps = _tally.Total.RunningSteps,
        RunningStepsTotal = _tally.Total.RunningStepsTotal,
        Message = _life.Message.Length > 0 ? _life.Message : _tally.FirstFailure,
        Priority = _head is { } head ? Priority(head) : SweepPriority.Normal,
        Submitted = _head?.Submitted ?? default,
        Lost = _tally.Total.Lost,
        Shared = _head?.Shared ?? 0,
        Owner = _head?.Owner ?? "",
        Worked = _head is { } worked ? SweepDuration.Of(worked, _life.IsAtWork ? time.GetUtcNow().UtcDateTime : null) : null,
        Variant = _head?.Variant ?? "",
        Set = _head?.Set ?? [],
        Labels = _head?.Labels ?? SweepLabels.None,
        Ended = _head is { } ended ? SweepDuration.Ended(ended) : null,
        Command = _head?.Command ?? "",
        Hardware = _head?.Hardware ?? [],
        Limit = _life.State == SweepState.Paused ? _head?.Reached ?? "" : "",
    };
}
