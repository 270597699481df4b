using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Sweeps;

/// <summary>Adds up what is known of a sweep's shards: from the store for those that are not open, by message for the others.</summary>
internal sealed class ShardTally
{
    private static readonly ShardStatus Nothing = new() { Shard = -1, Ledger = default };

    private readonly HashSet<int> _answered = [];
    private ShardStatus[] _shards = [];
    private int _last = -1;

    /// <summary>All shards as if they were one.</summary>
    public ShardStatus Total { get; private set; } = Nothing;

    /// <summary>The failure of the first shard with one; empty without.</summary>
    public string FirstFailure => Total.Ledger.Failed == 0 ? "" : _shards.Select(shard => shard.FirstFailure).FirstOrDefault(failure => failure.Length > 0) ?? "";

    /// <summary>Shards with pending points, in order.</summary>
    public IEnumerable<int> Unfinished() => _shards.Where(shard => shard.Ledger.Remaining > 0).Select(shard => shard.Shard);

    /// <summary>
    /// The unfinished shards that are to be open, in order: the first ones, until <paramref name="enough"/> of them have points that are not leased yet,
    /// and those that were to be before. A shard whose last batches train fills no slots beyond theirs: where it counted, slots would be idle.
    /// </summary>
    public IReadOnlyList<int> AtWork(int enough)
    {
        foreach (var shard in _shards.Where(shard => shard.Ledger.Remaining > 0))
        {
            if (enough <= 0) break;
            if (shard.Ledger.Remaining > shard.Running) enough--;
            _last = Math.Max(_last, shard.Shard);
        }

        return [.. Unfinished().TakeWhile(shard => shard <= _last)];
    }

    /// <summary>The unfinished shards that have had an owner, in order.</summary>
    public IEnumerable<int> Opened() => _shards.Where(shard => shard.Ledger.Remaining > 0 && shard.Version >= 1L << 32).Select(shard => shard.Shard);

    /// <summary>Shards with points that failed.</summary>
    public IEnumerable<int> WithFailures() => _shards.Where(shard => shard.Ledger.Failed > 0).Select(shard => shard.Shard);

    /// <summary>Starts from the store.</summary>
    public void Read(StoredSweep sweep)
    {
        _shards = [.. sweep.Shards.Select((manifest, shard) => Of(shard, manifest))];
        _last = -1;
        _answered.Clear();
        Total = _shards.Aggregate(Nothing, (total, shard) => Add(total, shard, 1));
    }

    /// <summary>Takes what the store holds of a shard that nobody works on.</summary>
    public void Read(int shard, Manifest manifest)
    {
        var stored = Of(shard, manifest);
        Replace(stored with { Version = Math.Max(stored.Version, _shards[shard].Version) });
    }

    /// <summary>Takes news of a shard in; false when newer ones are known.</summary>
    public bool Take(ShardStatus status)
    {
        if (status.Shard >= _shards.Length || status.Version <= _shards[status.Shard].Version) return false;
        Replace(status);
        return true;
    }

    /// <summary>Takes a shard's answer to an order of now in; false when newer news is known.</summary>
    public bool TakeAnswer(ShardStatus status)
    {
        _answered.Add(status.Shard);
        return Take(status);
    }

    /// <summary>
    /// Whether the shard has answered an order since the sweep was read from the store. What stopped it before, as a full disk, may arrive late: it is over by then.
    /// </summary>
    public bool HasAnswered(int shard) => _answered.Contains(shard);

    private static ShardStatus Of(int shard, Manifest manifest) => new()
    {
        Shard = shard,
        Version = manifest.Term << 32,
        Ledger = manifest.Ledger,
        Lost = manifest.Lost,
        FirstFailure = manifest.Failures.FirstOrDefault()?.Message ?? "",
    };

    private void Replace(ShardStatus status)
    {
        Total = Add(Add(Total, _shards[status.Shard], -1), status, 1);
        _shards[status.Shard] = status;
    }

    private static ShardStatus Add(ShardStatus total, ShardStatus shard, int times) => total with
    {
        Ledger = times > 0 ? total.Ledger + shard.Ledger : total.Ledger - shard.Ledger,
        Running = total.Running + times * shard.Running,
        RunningSteps = total.RunningSteps + times * shard.RunningSteps,
        RunningStepsTotal = total.RunningStepsTotal + times * shard.RunningStepsTotal,
        Lost = total.Lost + times * shard.Lost,
    };
}
