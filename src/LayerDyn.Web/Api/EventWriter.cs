using System.Text.Json;
using LayerDyn.Api;

namespace LayerDyn.Web.Api;

/// <summary>Writes server-sent events. Each is flushed at once.</summary>
internal sealed class EventWriter(HttpResponse response)
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>An event with data; JSON has no line breaks, so that it is one data line.</summary>
    public Task SendAsync<T>(string name, T data, CancellationToken cancellation) =>
        WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(data, ApiJson.Options)}\n\n", cancellation);

    /// <summary>A comment, so that proxies do not take a quiet stream for a dead one.</summary>
    public Task PingAsync(CancellationToken cancellation) => WriteAsync(": ping\n\n", cancellation);

    private async Task WriteAsync(string text, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            await response.WriteAsync(text, cancellation);
            await response.Body.FlushAsync(cancellation);
        }
        finally
        {
            _one.Release();
        }
    }
}
