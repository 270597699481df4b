using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LayerDyn.Grains.Telemetry;

/// <summary>Batches as the shards on this silo see them.</summary>
public sealed class BatchInstruments
{
    private readonly ConcurrentDictionary<string, (int Batches, long OldestHeard)> _shards = new();
    private readonly TimeProvider _time;
    private readonly Counter<long> _leased;
    private readonly TaggedTotals _returned;

    internal BatchInstruments(Meter meter, TimeProvider time)
    {
        _time = time;
        _leased = meter.CreateCounter<long>("layerdyn.batches.leased", "{batch}", "Batches leased to workers, repeats included");
        _returned = new(meter, "layerdyn.batches.returned", "{batch}", "Batches that have to be leased again, by reason", "reason",
            [.. Enum.GetValues<ReturnReason>().Select(Tags.Of)]);
        meter.CreateObservableGauge("layerdyn.batches.running", () => _shards.Values.Sum(shard => (long)shard.Batches), "{batch}",
            "Leases in force, over the shards on this silo");
        meter.CreateObservableGauge("layerdyn.heartbeat.age", OldestAge, "s", "Longest time since the last sign of life of a leased batch; 0 with none");
    }

    /// <summary>A batch is leased. Call from <c>ShardGrain.HandOverAsync</c>.</summary>
    public void Leased() => _leased.Add(1);

    /// <summary>A batch is pending again. Call from <c>ShardGrain.Ended</c>.</summary>
    public void Returned(ReturnReason reason) => _returned.Add(Tags.Of(reason), 1);

    /// <summary>
    /// What a shard has leased. Call from <c>ShardGrain</c> where its leases change.
    /// </summary>
    /// <param name="shard">The shard's key: kept in memory, never a tag.</param>
    /// <param name="batches">Number of batches leased.</param>
    /// <param name="oldestHeard">Timestamp of the sign of life that is longest ago; now with no batches.</param>
    public void Watched(string shard, int batches, long oldestHeard) => _shards[shard] = (batches, oldestHeard);

    /// <summary>The shard is closed. Call from <c>ShardGrain.CloseAsync</c> and <c>OnDeactivateAsync</c>.</summary>
    public void Closed(string shard) => _shards.TryRemove(shard, out _);

    private double OldestAge()
    {
        double age = 0;
        foreach (var (batches, oldestHeard) in _shards.Values)
            if (batches > 0) age = Math.Max(age, _time.GetElapsedTime(oldestHeard).TotalSeconds);
        return age;
    }
}
