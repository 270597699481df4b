using System.Diagnostics.Metrics;

namespace LayerDyn.Telemetry.Tests.Docs;

/// <summary>The table of instruments, from the instruments.</summary>
internal static class MetricsTable
{
    /// <summary>The labels of each instrument that has any; a test compares them with what Prometheus has scraped.</summary>
    public static IReadOnlyDictionary<string, string[]> Labels { get; } = new Dictionary<string, string[]>
    {
        ["layerdyn.aggregator.delay"] = ["outcome"],
        ["layerdyn.checkpoint.duration"] = ["outcome"],
        ["layerdyn.cluster.silos"] = ["status"],
        ["layerdyn.commit.duration"] = ["outcome"],
        ["layerdyn.gpu.memory.size"] = ["gpu"],
        ["layerdyn.gpu.memory.used"] = ["gpu"],
        ["layerdyn.gpu.utilization"] = ["gpu"],
        ["layerdyn.batch.duration"] = ["device", "outcome"],
        ["layerdyn.batch.points"] = ["device"],
        ["layerdyn.batches.returned"] = ["reason"],
        ["layerdyn.points"] = ["state"],
        ["layerdyn.points.poisoned"] = ["reason"],
        ["layerdyn.points.terminal"] = ["state"],
        ["layerdyn.slots"] = ["device"],
        ["layerdyn.slots.busy"] = ["device"],
        ["layerdyn.steps"] = ["device"],
        ["layerdyn.storage.io"] = ["artifact", "direction"],
        ["layerdyn.storage.operation.duration"] = ["artifact", "operation", "outcome"],
        ["layerdyn.sweeps"] = ["state"],
        ["layerdyn.sweeps.stopped"] = ["outcome"],
    };

    public static string Row(Instrument instrument) =>
        $"| `{instrument.Name}` | `{PrometheusName(instrument)}` | {Kind(instrument)} | {instrument.Unit} | {LabelsOf(instrument)} | {instrument.Description} |";

    public static string LabelsOf(Instrument instrument) => string.Join(", ", Labels.GetValueOrDefault(instrument.Name, []));

    /// <summary>The name at /metrics; a histogram's gets _bucket, _sum and _count.</summary>
    public static string PrometheusName(Instrument instrument)
    {
        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "1" => "_ratio",
            _ => "", // things counted, in braces
        };
        return instrument.Name.Replace('.', '_') + unit + (Kind(instrument) == "counter" ? "_total" : "");
    }

    public static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" or "ObservableCounter`1" => "counter",
        "Histogram`1" => "histogram",
        "ObservableGauge`1" => "gauge",
        var other => other,
    };
}
