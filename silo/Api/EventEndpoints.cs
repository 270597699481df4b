using LayerDyn.Silo.Services;

namespace LayerDyn.Silo.Api;

/// <summary><c>/sweeps/{id}/events</c>: live progress by server-sent events.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder api) => api.MapGet("/sweeps/{id}/events", StreamAsync)
        .WithName("watchSweep").WithTags("sweeps").WithSummary("Live progress: events status, curves, and end when the sweep is at rest")
        .Produces<string>(contentType: "text/event-stream").ProducesProblem(404).ProducesProblem(429);

    private static async Task StreamAsync(string id, HttpContext context, SweepCatalog catalog, SweepFeed feed, Watchers watchers)
    {
        var cancellation = context.RequestAborted;
        var sweep = await catalog.FindAsync(id, cancellation);
        using var place = watchers.Enter(context);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // proxies must not hold events back
        var events = new EventWriter(context.Response);
        try
        {
            await feed.SendAsync(sweep, events, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The watcher went away.
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            // The answer is under way: ending it makes the watcher connect again.
            context.Abort();
        }
    }
}
