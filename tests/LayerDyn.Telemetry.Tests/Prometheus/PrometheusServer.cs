using System.Globalization;
using System.Text.Json;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Prometheus;

/// <summary>A real Prometheus with the configuration and the rules of infra/prometheus, on a loopback port, scraping every second.</summary>
internal sealed class PrometheusServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("layerdyn-prometheus-").FullName;
    private readonly int _port = FreePort.Next();
    private readonly ServerProcess _process;
    private readonly HttpClient _http;

    /// <summary>Starts it.</summary>
    /// <param name="siloPort">The HTTP port of the silo.</param>
    public PrometheusServer(int siloPort)
    {
        string shipped = RepositoryRoot.Of("infra", "prometheus");
        string settings = File.ReadAllText(Path.Combine(shipped, "prometheus.yml"));
        Write("prometheus.yml", settings.Replace("15s", "1s", StringComparison.Ordinal));
        Write("alerts.yml", File.ReadAllText(Path.Combine(shipped, "alerts.yml")));
        Write("targets.yml", File.ReadAllText(Path.Combine(shipped, "targets.yml")).Replace("8080", siloPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Write("scrape-key", "none");
        _process = new ServerProcess("prometheus", $"--config.file={_folder}/prometheus.yml", $"--storage.tsdb.path={_folder}/data",
            string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{_port}"));
        _http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}")) };
    }

    public Task IsReadyAsync() => Eventually.IsTrueAsync(
        async () =>
        {
            if (_process.HasExited) throw new InvalidOperationException("Prometheus ended:\n" + _process.Output);
            try
            {
                return (await _http.GetAsync("/-/ready")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, TimeSpan.FromMinutes(2), "a Prometheus ready to answer");

    /// <summary>The values of an instant query, NaN among them.</summary>
    public async Task<IReadOnlyList<double>> QueryAsync(string query) =>
        [.. (await AskAsync("query?query=" + Uri.EscapeDataString(query))).GetProperty("result").EnumerateArray()
            .Select(sample => double.Parse(sample.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture))];

    /// <summary>The label sets of all series of a metric.</summary>
    public async Task<IReadOnlyList<Dictionary<string, string>>> SeriesAsync(string metric) =>
        (await AskAsync("series?match[]=" + Uri.EscapeDataString(metric))).Deserialize<List<Dictionary<string, string>>>()!;

    /// <summary>The names of all metrics.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync() => (await AskAsync("label/__name__/values")).Deserialize<List<string>>()!;

    /// <summary>The alert rules, with their health.</summary>
    public async Task<IReadOnlyList<(string Name, string Health)>> RulesAsync() =>
        [.. (await AskAsync("rules")).GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())
            .Select(rule => (rule.GetProperty("name").GetString()!, rule.GetProperty("health").GetString()!))];

    public void Dispose()
    {
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private async Task<JsonElement> AskAsync(string path)
    {
        using var answer = await _http.GetAsync("/api/v1/" + path);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{Uri.UnescapeDataString(path)}: {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("data");
    }
}
