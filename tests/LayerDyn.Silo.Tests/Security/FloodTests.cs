using System.Net;
using System.Text.Json;
using LayerDyn.Silo.Tests.Hosting;

namespace LayerDyn.Silo.Tests.Security;

/// <summary>More of something than a silo gives to one caller.</summary>
public sealed class FloodTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task EventStreams_AreBounded_AndAClosedOneMakesRoom()
    {
        await using var silo = await TestSilo.StartAsync("--Api:MaxWatchersPerCaller=3");
        using var client = silo.Client();
        using var limit = new CancellationTokenSource(Limit);
        using var submitted = await client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small("flood").Replace("steps: 100", "steps: 1000000000000", StringComparison.Ordinal)), limit.Token);
        string text = await submitted.Content.ReadAsStringAsync(limit.Token);
        Assert.True(submitted.IsSuccessStatusCode, text);
        string sweep = $"/api/v1/sweeps/{JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()}";

        var open = new List<HttpResponseMessage>();
        for (int i = 0; i < 3; i++) open.Add(await WatchAsync());
        Assert.All(open, watching => Assert.Equal(HttpStatusCode.OK, watching.StatusCode));
        using (var refused = await WatchAsync())
        {
            Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        open[0].Dispose();
        while (true)
        {
            open[0] = await WatchAsync();
            if (open[0].IsSuccessStatusCode) break;
            open[0].Dispose();
            await Task.Delay(50, limit.Token); // the silo hears of a closed connection in its own time
        }

        foreach (var watching in open) watching.Dispose();
        using var cancelled = await client.PostAsync($"{sweep}/cancel", null, limit.Token);
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);

        Task<HttpResponseMessage> WatchAsync() => client.GetAsync($"{sweep}/events", HttpCompletionOption.ResponseHeadersRead, limit.Token);
    }
}
