using System.Collections.Concurrent;
using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Web.Services;

/// <summary>How fast sweeps go, from the ledgers that pass through this silo. Half-done points count by their steps.</summary>
internal sealed class PaceTracker(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Queue<(long At, double Done)>> _seen = new(StringComparer.Ordinal);

    /// <summary>Takes a ledger in; returns points a second and the seconds left (null without a pace).</summary>
    public (double PointsPerSecond, double? EtaSeconds) See(SweepStatus status)
    {
        if (status.State != SweepState.Running)
        {
            _seen.TryRemove(status.SweepId, out _);
            return (0, null);
        }

        double done = status.Done;
        var samples = _seen.GetOrAdd(status.SweepId, _ => []);
        lock (samples)
        {
            long now = time.GetTimestamp();
            while (samples.TryPeek(out var old) && time.GetElapsedTime(old.At, now) > Window) samples.Dequeue();
            if (samples.Count == 0 || time.GetElapsedTime(samples.Last().At, now) >= Apart) samples.Enqueue((now, done));
            var first = samples.Peek();
            double seconds = time.GetElapsedTime(first.At, now).TotalSeconds, rate = seconds > 0 ? Math.Max(0, done - first.Done) / seconds : 0;
            return rate > 0 ? (rate, (status.Ledger.Expected - done) / rate) : (0, null);
        }
    }
}
