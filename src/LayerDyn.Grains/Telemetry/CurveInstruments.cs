using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LayerDyn.Grains.Telemetry;

/// <summary>The aggregator: how far live curves are behind what is committed.</summary>
public sealed class CurveInstruments
{
    private readonly ConcurrentDictionary<long, (long Since, int Segments)> _pending = new();
    private readonly TimeProvider _time;
    private readonly Histogram<double> _delay;
    private readonly Histogram<double> _draw;
    private readonly Counter<long> _segments;
    private long _next;

    internal CurveInstruments(Meter meter, TimeProvider time)
    {
        _time = time;
        _delay = meter.CreateHistogram("layerdyn.aggregator.delay", "s", "From the commit of segments to their points in the live curves, by outcome", advice: Buckets.Seconds);
        _draw = meter.CreateHistogram("layerdyn.curves.draw.duration", "s", "Time that drawing all curves of a sweep takes", advice: Buckets.LongSeconds);
        _segments = meter.CreateCounter<long>("layerdyn.aggregator.segments", "{segment}", "Segments folded by this silo, for curves on any silo");
        meter.CreateObservableGauge("layerdyn.aggregator.lag", Lag, "s", "Age of the oldest committed segment that is not in the live curves yet; 0 with none");
        meter.CreateObservableGauge("layerdyn.aggregator.backlog", () => _pending.Values.Sum(pending => (long)pending.Segments), "{segment}",
            "Committed segments that are not in the live curves yet");
    }

    /// <summary>
    /// Segments are about to be folded. Call at the start of <c>CurveGrain.FoldInBackgroundAsync</c>, hand the number to
    /// <see cref="Folded"/> in its <c>finally</c>.
    /// </summary>
    public long FoldPending(int segments)
    {
        long number = Interlocked.Increment(ref _next);
        _pending[number] = (_time.GetTimestamp(), segments);
        return number;
    }

    /// <summary>The segments are in the curves, or could not be folded.</summary>
    public void Folded(long number, bool succeeded)
    {
        if (_pending.TryRemove(number, out var pending))
            _delay.Record(_time.GetElapsedTime(pending.Since).TotalSeconds, Tags.Outcome(succeeded ? "folded" : "failed"));
    }

    /// <summary>This silo has folded segments.</summary>
    public void FoldedHere(int segments) => _segments.Add(segments);

    /// <summary>All curves of a sweep were drawn. Call from <c>CurveGrain.DrawAsync</c>.</summary>
    public void Drawn(TimeSpan took) => _draw.Record(took.TotalSeconds);

    private double Lag() => _pending.Values.Select(pending => _time.GetElapsedTime(pending.Since).TotalSeconds).DefaultIfEmpty().Max();
}
