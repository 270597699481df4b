using System.Security.Claims;
using LayerDyn.Api.Points;
using LayerDyn.Storage.Export;
using LayerDyn.Storage.Tables;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Api;

/// <summary><c>/sweeps/{id}/points</c>: a sweep's points with filter, sort and paging; one point; its records; what was logged of it.</summary>
internal static class PointEndpoints
{
    public static void MapPoints(this IEndpointRouteBuilder api)
    {
        var points = api.MapGroup("/sweeps/{id}/points").WithTags("points");
        points.MapGet("/", ListAsync).WithName("listPoints")
            .WithSummary("A sweep's points: state, where=axis:value (repeated), index=3,17,40-49,100-900:100, sort=index|-index|column|-column, format=json or csv")
            .WithDescription("With index only the points of the list: single ones, ranges with both ends in them, and a step after a colon, as curves name the points behind a line or a cell. All conditions must hold. Points without a final value, such as those that diverged, come last in either order. columns names those of the results table, which format=csv gives.")
            .Produces<PointPage>(200, "application/json", "text/csv").ProducesProblem(400).ProducesProblem(404);
        points.MapGet("/{index:long:min(0)}", GetAsync).WithName("getPoint").WithSummary("Everything that is known of a point: configuration, state, silo, attempts, checkpoints, and how far it is while it runs").ProducesProblem(404);
        points.MapGet("/{index:long:min(0)}/log", LogAsync).WithName("getPointLog")
            .WithSummary("What the silos have logged about a point last, the newest entry last; limit=1..1000")
            .WithDescription("Each silo keeps its newest entries in memory. A silo that does not answer within two seconds is left out and named in silent.")
            .ProducesProblem(400).ProducesProblem(404);
        points.MapGet("/{index:long:min(0)}/records", RecordsAsync).WithName("getRecords").WithSummary("What was measured of a point, or last of one that failed, or so far of one that is trained alone; format=json (steps and measurements) or csv (its rows of the records table)")
            .Produces<RecordsView>(200, "application/json", "text/csv").ProducesProblem(400).ProducesProblem(404);
        points.MapGet("/{index:long:min(0)}/events", WatchAsync).WithName("watchPoint").WithSummary("What is measured of a point, as it comes: events records, and end when the point has a result or has failed")
            .Produces<string>(contentType: "text/event-stream").ProducesProblem(404).ProducesProblem(429);
        points.MapGet("/{index:long:min(0)}/kept/{name}", KeptAsync).WithName("getKept").WithSummary("A safetensors file with what is kept of a point, as the point's view names it")
            .Produces<byte[]>(200, "application/octet-stream").ProducesProblem(404).ProducesProblem(503);
        points.MapGet("/{index:long:min(0)}/checkpoints/{step:long:min(0)}", ReadCheckpointAsync).WithName("getCheckpoint").WithSummary("A checkpoint of a point, as its view lists them: weights, the optimizer's state and what was measured so far, as a safetensors file")
            .Produces<byte[]>(200, "application/octet-stream").ProducesProblem(404).ProducesProblem(503);
        points.MapPost("/{index:long:min(0)}/stop", StopAsync).RequireAuthorization(Roles.Submit).WithName("stopPoint")
            .WithSummary("Ends a point here, without a result: it keeps its rows and its checkpoint, and a retry of the sweep's failed points resumes it; by who submitted the sweep, or an admin")
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        points.MapPost("/{index:long:min(0)}/checkpoint", CheckpointAsync).RequireAuthorization(Roles.Submit).WithName("checkpointPoint")
            .WithSummary("Has a point that trains alone write a checkpoint, and answers with its step once it is in the store; by who submitted the sweep, or an admin").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(
        string id, SweepCatalog catalog, PointTables tables, RunningPoints running, IOptions<ApiOptions> options,
        string? state, string? sort, [FromQuery] string[]? where, string? index, int? limit, string? after, string? format, CancellationToken cancellation)
    {
        CheckFormat(format);
        int size = Requests.PageSize(limit, options.Value);
        var (table, committed) = await tables.GetAsync(await catalog.FindAsync(id, cancellation), cancellation);
        var query = new PointQuery(table.Plan, committed.Chosen, state, sort, where ?? [], index);
        var now = committed.Ledger.Remaining > 0 ? await running.SetOfAsync(table.Plan, cancellation) : null;
        return await Task.Run(() => format == "csv" ? Csv(query.Rows(table, now, size, after)) : Results.Ok(query.Run(table, now, size, after)), cancellation);
    }

    private static async Task<PointView> GetAsync(string id, long index, SweepCatalog catalog, PointViews views, CancellationToken cancellation) =>
        await views.OfAsync(await catalog.FindAsync(id, cancellation), index, cancellation);

    private static async Task<LogView> LogAsync(
        string id, long index, SweepCatalog catalog, SweepLogs logs, IOptions<ApiOptions> options, int? limit, CancellationToken cancellation)
    {
        int most = Requests.PageSize(limit, options.Value);
        return await logs.OfPointAsync(await catalog.FindAsync(id, cancellation), index, most);
    }

    private static async Task<IResult> RecordsAsync(
        string id, long index, SweepCatalog catalog, PointViews views, string? format, CancellationToken cancellation)
    {
        CheckFormat(format);
        var sweep = await catalog.FindAsync(id, cancellation);
        return format == "csv"
            ? Csv(await views.RecordRowsAsync(sweep, index, cancellation))
            : Results.Ok(await views.RecordsAsync(sweep, index, cancellation));
    }

    private static async Task WatchAsync(string id, long index, HttpContext context, SweepCatalog catalog, PointViews views, Watchers watchers)
    {
        var sweep = await catalog.FindAsync(id, context.RequestAborted);
        await using var all = views.WatchAsync(sweep, index, context.RequestAborted).GetAsyncEnumerator();
        bool any = await all.MoveNextAsync(); // refuses a point that there is not, while it can
        await EventStream.SendAsync(context, watchers, async (events, cancellation) =>
        {
            for (; any; any = await all.MoveNextAsync()) await events.SendAsync("records", all.Current, cancellation);
            await events.SendAsync("end", new { (await views.OfAsync(sweep, index, cancellation)).State }, cancellation);
        });
    }

    private static async Task<IResult> KeptAsync(string id, long index, string name, SweepCatalog catalog, PointViews views, CancellationToken cancellation) =>
        Results.Bytes(await views.KeptAsync(await catalog.FindAsync(id, cancellation), index, name, cancellation), "application/octet-stream", name);

    private static async Task<IResult> ReadCheckpointAsync(string id, long index, long step, SweepCatalog catalog, PointViews views, CancellationToken cancellation)
    {
        var (content, name) = await views.ReadCheckpointAsync(await catalog.FindAsync(id, cancellation), index, step, cancellation);
        return Results.Bytes(content, "application/octet-stream", name);
    }

    private static async Task<PointView> StopAsync(string id, long index, ClaimsPrincipal caller, SweepCatalog catalog, PointViews views, CancellationToken cancellation) =>
        await views.StopAsync(await catalog.FindOwnAsync(id, caller, "stop a point of", cancellation), index, cancellation);

    private static async Task<WrittenCheckpoint> CheckpointAsync(string id, long index, ClaimsPrincipal caller, SweepCatalog catalog, PointViews views, CancellationToken cancellation) =>
        new(await views.CheckpointAsync(await catalog.FindOwnAsync(id, caller, "have a checkpoint written of", cancellation), index, cancellation));

    private static void CheckFormat(string? format)
    {
        if (format is not (null or "json" or "csv")) throw ProblemException.BadRequest("format must be json or csv");
    }

    private static IResult Csv(TableRows rows) => Results.Bytes(CsvTable.Write(rows), "text/csv; charset=utf-8");
}
