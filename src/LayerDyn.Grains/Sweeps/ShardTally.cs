using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Sweeps;

/// <summary>Adds up what is known of a sweep's shards: from the store for those that are not open, by message for the others.</summary>
internal sealed class ShardTally
{
    private ShardStatus[] _shards = [];

    public long Finished => _shards.Sum(shard => shard.Finished);

    public long Diverged => _shards.Sum(shard => shard.Diverged);

    public long Failed => _shards.Sum(shard => shard.Failed);

    public long Running => _shards.Sum(shard => shard.Running);

    public long RunningSteps => _shards.Sum(shard => shard.RunningSteps);

    public long RunningStepsTotal => _shards.Sum(shard => shard.RunningStepsTotal);

    public long Lost => _shards.Sum(shard => shard.Lost);

    public long Remaining => _shards.Sum(shard => shard.Remaining);

    public string FirstFailure => _shards.FirstOrDefault(shard => shard.FirstFailure.Length > 0)?.FirstFailure ?? "";

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
            FirstFailure = manifest.Failures.FirstOrDefault()?.Message ?? "",
        })];
    }

    /// <summary>Takes news of a shard in; false when newer ones are known.</summary>
    public bool Take(ShardStatus status)
    {
        if (status.Shard >= _shards.Length || status.Version <= _shards[status.Shard].Version) return false;
        _shards[status.Shard] = status;
        return true;
    }
}
