using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LayerDyn.Grains.Telemetry;

/// <summary>Packs as the shards on this silo see them.</summary>
public sealed class PackInstruments
{
    private readonly ConcurrentDictionary<string, (int Packs, long OldestHeard)> _shards = new();
    private readonly TimeProvider _time;
    private readonly Counter<long> _handedOut;
    private readonly TaggedTotals _returned;

    internal PackInstruments(Meter meter, TimeProvider time)
    {
        _time = time;
        _handedOut = meter.CreateCounter<long>("layerdyn.packs.handed_out", "{pack}", "Packs given to silos, repeats included");
        _returned = new(meter, "layerdyn.packs.returned", "{pack}", "Packs that have to be handed out again, by reason", "reason",
            [.. Enum.GetValues<ReturnReason>().Select(Tags.Of)]);
        meter.CreateObservableGauge("layerdyn.packs.running", () => _shards.Values.Sum(shard => (long)shard.Packs), "{pack}",
            "Packs handed out and not yet reported, over the shards on this silo");
        meter.CreateObservableGauge("layerdyn.heartbeat.age", OldestAge, "s", "Longest time since the last sign of life of a pack that is handed out; 0 with none");
    }

    /// <summary>A pack is handed out. Call from <c>SweepShardGrain.Dispatch</c>.</summary>
    public void HandedOut() => _handedOut.Add(1);

    /// <summary>
    /// A pack is due again. Call from <c>SweepShardGrain.Lose</c> (silo lost, silent), <c>Unhang</c> (hung) and <c>StartPackAsync</c>
    /// (refused, not started).
    /// </summary>
    public void Returned(ReturnReason reason) => _returned.Add(Tags.Of(reason), 1);

    /// <summary>
    /// What a shard has handed out. Call from <c>SweepShardGrain.Pump</c>, each time.
    /// </summary>
    /// <param name="shard">The shard's key: kept in memory, never a tag.</param>
    /// <param name="packs">Number of packs handed out.</param>
    /// <param name="oldestHeard">Timestamp of the sign of life that is longest ago; now with no packs.</param>
    public void Watched(string shard, int packs, long oldestHeard) => _shards[shard] = (packs, oldestHeard);

    /// <summary>The shard is closed. Call from <c>SweepShardGrain.CloseAsync</c> and <c>OnDeactivateAsync</c>.</summary>
    public void Closed(string shard) => _shards.TryRemove(shard, out _);

    private double OldestAge()
    {
        double age = 0;
        foreach (var (packs, oldestHeard) in _shards.Values)
            if (packs > 0) age = Math.Max(age, _time.GetElapsedTime(oldestHeard).TotalSeconds);
        return age;
    }
}
