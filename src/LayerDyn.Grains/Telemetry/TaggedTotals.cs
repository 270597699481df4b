using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LayerDyn.Grains.Telemetry;

/// <summary>
/// A counter by one tag whose values are known: all of them are there from the start, as zeros. Of an ordinary counter the first
/// event makes the series appear, and Prometheus' rate and increase do not see it: an alert on the first failure would not fire.
/// </summary>
internal sealed class TaggedTotals
{
    private readonly ConcurrentDictionary<string, long> _totals = new();
    private readonly string _tag;

    public TaggedTotals(Meter meter, string name, string unit, string description, string tag, params ReadOnlySpan<string> values)
    {
        _tag = tag;
        foreach (string value in values) _totals[value] = 0;
        meter.CreateObservableCounter(name, Read, unit, description);
    }

    public void Add(string value, long delta) => _totals.AddOrUpdate(value, delta, (_, total) => total + delta);

    private IEnumerable<Measurement<long>> Read() =>
        _totals.Select(total => new Measurement<long>(total.Value, new KeyValuePair<string, object?>(_tag, total.Key)));
}
