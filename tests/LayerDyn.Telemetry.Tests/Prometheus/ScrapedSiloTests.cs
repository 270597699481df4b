using System.Text.RegularExpressions;
using LayerDyn.Cluster.Tests.Hosting;
using LayerDyn.Sweeps;
using LayerDyn.Telemetry.Tests.Docs;
using LayerDyn.Telemetry.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Prometheus;

/// <summary>What infra/grafana, infra/prometheus and the telemetry page promise, held against a real silo and a real Prometheus.</summary>
public sealed partial class ScrapedSiloTests(ScrapedSilo scraped) : IClassFixture<ScrapedSilo>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [PrometheusFact]
    public async Task EveryPanel_ShowsData()
    {
        var empty = PanelQuery.All.ToList();
        Assert.True(empty.Count > 39, "the dashboard has lost its panels");

        await ComesTrueAsync(async () =>
        {
            foreach (var query in empty.ToArray())
                if ((await scraped.Prometheus.QueryAsync(query.Expression)).Any(double.IsFinite)) empty.Remove(query);
            return empty.Count == 0;
        }, () => "panels without data:\n" + string.Join('\n', empty));
    }

    [PrometheusFact]
    public async Task Gauges_OfASiloAtWork_AreNotZeros()
    {
        string[] due =
        [
            "layerdyn_slots_busy", "layerdyn_batches_running", "layerdyn_points_terminal_total{state=\"finished\"}", "layerdyn_points{state=\"running\"}",
            "layerdyn_sweeps{state=\"running\"}", "layerdyn_sweeps_stopped_total{outcome=\"completed\"}", "layerdyn_cluster_silos{status=\"active\"}",
        ];
        var zero = due.ToList();

        await ComesTrueAsync(async () =>
        {
            foreach (string query in zero.ToArray())
                if ((await scraped.Prometheus.QueryAsync($"max_over_time({query}[10m])")).Any(value => value > 0)) zero.Remove(query);
            return zero.Count == 0;
        }, () => "never above zero: " + string.Join(", ", zero));
    }

    [PrometheusFact]
    public async Task EveryInstrument_IsScrapedWithTheLabelsOfThePage()
    {
        using var meters = new Meters();
        // Without an NVIDIA driver there is no GPU memory to measure.
        var missing = meters.Instruments().Where(instrument => !instrument.Name.StartsWith("layerdyn.gpu.", StringComparison.Ordinal)).ToList();
        var wrong = new List<string>();

        await ComesTrueAsync(async () =>
        {
            foreach (var instrument in missing.ToArray())
            {
                string name = MetricsTable.PrometheusName(instrument) + (MetricsTable.Kind(instrument) == "histogram" ? "_count" : "");
                var series = await scraped.Prometheus.SeriesAsync(name);
                if (series.Count == 0) continue;
                missing.Remove(instrument);
                // The commit in it would begin new series with every build.
                wrong.AddRange(series.Where(labels => labels.GetValueOrDefault("otel_scope_version") != ProductVersion.Short).Select(labels => $"{instrument.Name}: {labels.GetValueOrDefault("otel_scope_version")}"));
                wrong.AddRange(series.Select(LabelsOf).Where(labels => labels != MetricsTable.LabelsOf(instrument)).Select(labels => $"{instrument.Name}: {labels}"));
            }

            return missing.Count == 0;
        }, () => "not scraped: " + string.Join(", ", missing.Select(instrument => instrument.Name)));

        Assert.Empty(wrong);
    }

    [PrometheusFact]
    public async Task Names_AreThoseOfThePage()
    {
        using var meters = new Meters();
        string[] known = [.. meters.Instruments().SelectMany(instrument => MetricsTable.Kind(instrument) == "histogram"
            ? new[] { "_bucket", "_sum", "_count" }.Select(part => MetricsTable.PrometheusName(instrument) + part)
            : [MetricsTable.PrometheusName(instrument)])];
        IReadOnlyList<string> names = [];
        await ComesTrueAsync(async () => (names = await scraped.Prometheus.NamesAsync()).Contains("layerdyn_points"), () => "no metric was scraped");

        // _created is OpenMetrics' own: when a counter or histogram began.
        Assert.Empty(names.Where(name => name.StartsWith("layerdyn_", StringComparison.Ordinal) && !name.EndsWith("_created", StringComparison.Ordinal)).Except(known));
        string rules = File.ReadAllText(RepositoryRoot.Of("infra", "prometheus", "alerts.yml"));
        Assert.Empty(Metric().Matches(rules).Select(match => match.Value).Except(known));
    }

    [PrometheusFact]
    public async Task AlertRules_AreEvaluated()
    {
        IReadOnlyList<(string Name, string Health)> rules = [];

        await ComesTrueAsync(
            async () => (rules = await scraped.Prometheus.RulesAsync()).Count > 0 && rules.All(rule => rule.Health == "ok"), () => string.Join(", ", rules));

        Assert.Contains(rules, rule => rule.Name == "LayerDynNoSilo");
    }

    private static string LabelsOf(Dictionary<string, string> series) => string.Join(", ", series.Keys
        .Where(label => label is not ("__name__" or "instance" or "job") && !label.StartsWith("otel_scope", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    private static async Task ComesTrueAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        try
        {
            await Eventually.IsTrueAsync(condition, Patience, "");
        }
        catch (TimeoutException)
        {
            Assert.Fail(otherwise());
        }
    }

    [GeneratedRegex(@"layerdyn_\w+")]
    private static partial Regex Metric();
}
