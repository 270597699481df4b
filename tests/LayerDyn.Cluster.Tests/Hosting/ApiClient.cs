using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LayerDyn.Api.Cluster;
using LayerDyn.Api.Points;
using LayerDyn.Api.Sweeps;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A silo's HTTP API.</summary>
/// <param name="port">The silo's port.</param>
/// <param name="handler">Sends the requests, and outlives this; null for one of its own.</param>
internal sealed class ApiClient(int port, HttpMessageHandler? handler = null) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly HttpClient _http = new(handler ?? new SocketsHttpHandler(), disposeHandler: handler is null) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Sends an API key with every request from now on.</summary>
    public void SignIn(string key) => _http.DefaultRequestHeaders.Authorization = new("Bearer", key);

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await _http.GetAsync("/health/ready")).IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public async Task<SweepView> SubmitAsync(string yaml, string query = "")
    {
        using var body = new StringContent(yaml, Encoding.UTF8, "text/yaml");
        var answer = await _http.PostAsync("/api/v1/sweeps" + query, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<SweepView>(Json))!;
    }

    /// <summary>Submits a sweep; null where the silo is gone, or cannot.</summary>
    public async Task<SweepView?> TrySubmitAsync(string yaml, string query = "")
    {
        try
        {
            return await SubmitAsync(yaml, query);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or Xunit.Sdk.TrueException)
        {
            return null;
        }
    }

    /// <summary>The sweep; null while the silo cannot say.</summary>
    public async Task<SweepView?> TryGetAsync(string sweep)
    {
        try
        {
            var answer = await _http.GetAsync($"/api/v1/sweeps/{sweep}");
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<SweepView>(Json) : null;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<SweepView>> ListAsync() => (await _http.GetFromJsonAsync<SweepPage>("/api/v1/sweeps", Json))!.Items;

    public async Task ActAsync(string sweep, string action) => (await _http.PostAsync($"/api/v1/sweeps/{sweep}/{action}", null)).EnsureSuccessStatusCode();

    /// <summary>The sum over all label sets of a metric that the silo exposes; 0 when there is none.</summary>
    public async Task<double> MetricAsync(string name) => (await _http.GetStringAsync("/metrics")).Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is '{' or ' ')
        .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));

    public Task<byte[]> CurveAsync(string sweep, string curve) => _http.GetByteArrayAsync($"/api/v1/sweeps/{sweep}/curves/{curve}.csv");

    /// <summary>How many points of a list are neither done nor in a slot.</summary>
    public async Task<int> WaitingAsync(string sweep, string points) =>
        (await _http.GetFromJsonAsync<PointPage>($"/api/v1/sweeps/{sweep}/points?index={points}&limit=1000", Json))!.Items.Count(point => point.State == "pending");

    /// <summary>The cluster; empty while the silo cannot say, as when the silo that it asks is frozen.</summary>
    public async Task<ClusterView> ClusterAsync()
    {
        try
        {
            return (await _http.GetFromJsonAsync<ClusterView>("/api/v1/cluster", Json))!;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return new ClusterView("", []);
        }
    }

    public void Dispose() => _http.Dispose();
}
