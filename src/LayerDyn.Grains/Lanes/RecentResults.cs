using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Grains.Lanes;

/// <summary>
/// Results that this silo has just written, kept in memory for the curves, which would otherwise read them back from the store.
/// Bounded; what is not here is read.
/// </summary>
public sealed class RecentResults
{
    private const long MostBytes = 64 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<(SweepId, string), LinkedListNode<Kept>> _results = [];
    private readonly LinkedList<Kept> _order = [];
    private long _bytes;

    /// <summary>Keeps the results of a segment.</summary>
    public void Put(SweepId sweep, string segment, IReadOnlyList<PointResult> results)
    {
        long bytes = results.Sum(result => result.Bytes);
        if (bytes > MostBytes) return;
        lock (_gate)
        {
            var node = new LinkedListNode<Kept>(new Kept((sweep, segment), results, bytes));
            if (!_results.TryAdd(node.Value.Key, node)) return;
            _order.AddLast(node);
            _bytes += bytes;
            while (_bytes > MostBytes) Take(_order.First!.Value.Key);
        }
    }

    /// <summary>Takes the results of a segment out; null when they are not here.</summary>
    public IReadOnlyList<PointResult>? TryTake(SweepId sweep, string segment)
    {
        lock (_gate) return Take((sweep, segment));
    }

    private IReadOnlyList<PointResult>? Take((SweepId, string) key)
    {
        if (!_results.Remove(key, out var node)) return null;
        _order.Remove(node);
        _bytes -= node.Value.Bytes;
        return node.Value.Results;
    }

    private readonly record struct Kept((SweepId, string) Key, IReadOnlyList<PointResult> Results, long Bytes);
}
