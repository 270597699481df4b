using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Sweeps;

/// <summary>Adds up what is known of a sweep's shards: from the store for those that are not open, by message for the others.</summary>
internal sealed class ShardTally
{
    private static readonly ShardStatus Nothing = new() { Shard = -1, Expected = 0 };

    private ShardStatus[] _shards = [];

    /// <summary>All shards as if they were one.</summary>
    public ShardStatus Total { get; private set; } = Nothing;

    /// <summary>Shards with points due, in order.</summary>
    public IEnumerable<int> Unfinished() => _shards.Where(shard => shard.Remaining > 0).Select(shard => shard.Shard);

    /// <summary>Shards with points that were given up.</summary>
    public IEnumerable<int> WithFailures() => _shards.Where(shard => shard.Failed > 0).Select(shard => shard.Shard);

    /// <summary>Starts from the store.</summary>
    public void Read(StoredSweep sweep)
    {
        _shards = [.. sweep.Shards.Select((manifest, shard) => new ShardStatus
        {
            Shard = shard,
            Version = manifest.Epoch << 32,
            Expected = manifest.PointCount,
            Finished = manifest.Finished,
            Diverged = manifest.Diverged,
            Failed = manifest.Failures.Count,
            Lost = manifest.Lost,
            FirstFailure = manifest.Failures.FirstOrDefault()?.Message ?? "",
        })];
        AddUp();
    }

    /// <summary>Takes news of a shard in; false when newer ones are known.</summary>
    public bool Take(ShardStatus status)
    {
        if (status.Shard >= _shards.Length || status.Version <= _shards[status.Shard].Version) return false;
        _shards[status.Shard] = status;
        AddUp();
        return true;
    }

    private void AddUp() => Total = _shards.Aggregate(Nothing, (total, shard) => total with
    {
        Expected = total.Expected + shard.Expected,
        Finished = total.Finished + shard.Finished,
        Diverged = total.Diverged + shard.Diverged,
        Failed = total.Failed + shard.Failed,
        Running = total.Running + shard.Running,
        RunningSteps = total.RunningSteps + shard.RunningSteps,
        RunningStepsTotal = total.RunningStepsTotal + shard.RunningStepsTotal,
        Lost = total.Lost + shard.Lost,
        FirstFailure = total.FirstFailure.Length > 0 ? total.FirstFailure : shard.FirstFailure,
    });
}
