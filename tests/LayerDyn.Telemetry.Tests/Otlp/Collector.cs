using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Telemetry.Tests.Otlp;

/// <summary>A collector on a free loopback port that takes OTLP over HTTP as protobuf and keeps everything.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Signal, byte[] Request)> _requests = [];
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public IReadOnlyList<ExportedSpan> Spans => [.. Of("traces").SelectMany(request => ExportedSpan.Read(request))];

    public IReadOnlyList<ExportedLog> Logs => [.. Of("logs").SelectMany(request => ExportedLog.Read(request))];

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var collector = new Collector(app);
        app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            collector._requests.Enqueue((signal, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf"); // an answer without fields: all was taken
        });
        await app.StartAsync();
        return collector;
    }

    /// <summary>All bytes of a signal (traces, metrics, logs), as text to search in.</summary>
    public string Raw(string signal) => string.Concat(Of(signal).Select(Encoding.Latin1.GetString));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<byte[]> Of(string signal) => _requests.Where(request => request.Signal == signal).Select(request => request.Request);
}
