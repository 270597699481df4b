using LayerDyn.Api.Points;
using LayerDyn.Silo.Services;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo.Api;

/// <summary><c>/sweeps/{id}/points</c>: a sweep's points with filter, sort and paging; one point; its records.</summary>
internal static class PointEndpoints
{
    public static void MapPoints(this IEndpointRouteBuilder api)
    {
        var points = api.MapGroup("/sweeps/{id}/points").WithTags("points");
        points.MapGet("/", ListAsync).WithName("listPoints").WithSummary("A sweep's points: state, where=axis:value (repeated), sort=index|-index|column|-column").ProducesProblem(400).ProducesProblem(404);
        points.MapGet("/{index:long:min(0)}", GetAsync).WithName("getPoint").WithSummary("Everything that is known of a point").ProducesProblem(404);
        points.MapGet("/{index:long:min(0)}/records", RecordsAsync).WithName("getRecords").WithSummary("What was measured of a point; format=json or csv")
            .Produces<RecordsView>().Produces<string>(contentType: "text/csv").ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<PointPage> ListAsync(
        string id, SweepCatalog catalog, PointTables tables, IOptions<ApiOptions> options,
        string? state, string? sort, [FromQuery] string[]? where, int? limit, string? after, CancellationToken cancellation)
    {
        int size = Requests.PageSize(limit, options.Value);
        var (table, _) = await tables.GetAsync(await catalog.FindAsync(id, cancellation), cancellation);
        var query = new PointQuery(table.Plan, state, sort, where ?? []);
        return await Task.Run(() => query.Run(table, size, after), cancellation);
    }

    private static async Task<PointView> GetAsync(string id, long index, SweepCatalog catalog, PointViews views, CancellationToken cancellation) =>
        await views.OfAsync(await catalog.FindAsync(id, cancellation), index, cancellation);

    private static async Task<IResult> RecordsAsync(
        string id, long index, SweepCatalog catalog, PointViews views, string? format, CancellationToken cancellation)
    {
        if (format is not (null or "json" or "csv")) throw ProblemException.BadRequest("format must be json or csv");
        var records = (await views.RecordsAsync(await catalog.FindAsync(id, cancellation), index, cancellation)).Records;
        return format == "csv" ? Results.Text(RecordTables.Csv(records), "text/csv") : Results.Ok(RecordTables.View(records));
    }
}
