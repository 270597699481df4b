using System.Text.Json;

namespace LayerDyn.Telemetry.Tests.Prometheus;

/// <summary>A query of a panel of the Grafana dashboard.</summary>
/// <param name="Panel">The panel's title.</param>
/// <param name="Expression">The query, the dashboard's variables filled in as Grafana does.</param>
internal sealed record PanelQuery(string Panel, string Expression)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PanelQuery> All { get; } = [.. Read()];

    private static IEnumerable<PanelQuery> Read()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Of("infra", "grafana", "dashboards", "layerdyn.json")));
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            string title = panel.GetProperty("title").GetString()!;
            if (panel.GetProperty("type").GetString() == "row") continue;
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
            {
                string expression = target.GetProperty("expr").GetString()!;
                yield return new PanelQuery(title, expression.Replace("$instance", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "2m", StringComparison.Ordinal));
            }
        }
    }
}
