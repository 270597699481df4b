using System.Diagnostics.Metrics;

namespace LayerDyn.Telemetry.Tests.Docs;

/// <summary>The table of instruments, from the instruments.</summary>
internal static class MetricsTable
{
    public static string Row(Instrument instrument) =>
        $"| `{instrument.Name}` | `{PrometheusName(instrument)}` | {Kind(instrument)} | {instrument.Unit} | {instrument.Description} |";

    /// <summary>The name at /metrics; a histogram's gets _bucket, _sum and _count.</summary>
    public static string PrometheusName(Instrument instrument)
    {
        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "", // things counted, in braces
        };
        return instrument.Name.Replace('.', '_') + unit + (Kind(instrument) == "counter" ? "_total" : "");
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" or "ObservableCounter`1" => "counter",
        "Histogram`1" => "histogram",
        "ObservableGauge`1" => "gauge",
        var other => other,
    };
}
