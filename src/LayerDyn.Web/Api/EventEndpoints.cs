using LayerDyn.Web.Services;

namespace LayerDyn.Web.Api;

/// <summary><c>/sweeps/{id}/events</c>: live progress by server-sent events.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder api) => api.MapGet("/sweeps/{id}/events", StreamAsync)
        .WithName("watchSweep").WithTags("sweeps").WithSummary("Live progress: events status, curves, and end when the sweep is idle")
        .Produces<string>(contentType: "text/event-stream").ProducesProblem(404).ProducesProblem(429);

    private static async Task StreamAsync(string id, HttpContext context, SweepCatalog catalog, SweepFeed feed, Watchers watchers)
    {
        var sweep = await catalog.FindAsync(id, context.RequestAborted);
        await EventStream.SendAsync(context, watchers, (events, cancellation) => feed.SendAsync(sweep, events, cancellation));
    }
}
