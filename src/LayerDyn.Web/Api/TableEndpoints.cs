using LayerDyn.Storage;
using LayerDyn.Storage.Export;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Tables;
using LayerDyn.Web.Services;
using Microsoft.AspNetCore.Mvc;

namespace LayerDyn.Web.Api;

/// <summary><c>/sweeps/{id}/table</c>: the committed points of a sweep as one table, streamed.</summary>
internal static class TableEndpoints
{
    private const string Csv = "text/csv; charset=utf-8", Ndjson = "application/x-ndjson", Parquet = "application/vnd.apache.parquet";

    public static void MapTable(this IEndpointRouteBuilder api) =>
        api.MapGet("/sweeps/{id}/table", GetAsync).WithName("getTable").WithTags("points")
            .WithSummary("All committed points as one table, streamed: what=records|results, format=csv|ndjson|parquet, columns=a,b, where=axis:value (repeated), index=3,17,40-49")
            .WithDescription("The records have one row a point and measured step (the default), the results one row a point. where and index are as for points, and all conditions must hold; columns come in the order asked for. An answer that meets a damaged file breaks off without its end: it is not the table.")
            .Produces<string>(200, "text/csv", "application/x-ndjson", "application/vnd.apache.parquet").ProducesProblem(400).ProducesProblem(404).ProducesProblem(429).ProducesProblem(503);

    private static async Task<IResult> GetAsync(
        string id, HttpContext context, SweepCatalog catalog, PlanCache plans, IArtifactStore store, Watchers watchers,
        string? what, string? format, string? columns, [FromQuery] string[]? where, string? index, CancellationToken cancellation)
    {
        var kind = what switch
        {
            null or "records" => TableKind.Records,
            "results" => TableKind.Results,
            _ => throw ProblemException.BadRequest("what must be records or results"),
        };
        var (written, type, ending) = format switch
        {
            null or "csv" => (TableFormat.Csv, Csv, "csv"),
            "ndjson" => (TableFormat.Ndjson, Ndjson, "ndjson"),
            "parquet" => (TableFormat.Parquet, Parquet, "parquet"),
            _ => throw ProblemException.BadRequest("format must be csv, ndjson or parquet"),
        };
        var sweep = await catalog.FindAsync(id, cancellation);
        var plan = await plans.GetAsync(sweep).WaitAsync(cancellation);
        var conditions = new PointConditions(plan, where ?? [], index);
        var selection = new TableSelection(kind, Columns(plan, kind, columns), conditions.None ? null : conditions.HoldFor);
        var export = new TableExport(store, plan, selection) { OnlyWhole = true };
        context.Response.RegisterForDispose(watchers.Enter(context));
        return Results.Stream(output => export.WriteAsync(written, output, context.RequestAborted), type, $"{sweep}-{(kind == TableKind.Records ? "records" : "results")}.{ending}");
    }

    private static IReadOnlyList<TableColumn>? Columns(SweepPlan plan, TableKind kind, string? names)
    {
        if (names is null) return null;
        try
        {
            return TableSelection.ChooseColumns(plan.Tables, kind, names.Split(','));
        }
        catch (ArgumentException)
        {
            throw ProblemException.BadRequest($"columns must be columns of the {(kind == TableKind.Records ? "records" : "results")}, with commas between them: {string.Join(", ", TableSelection.ColumnsOf(plan.Tables, kind).Select(column => column.Name))}");
        }
    }
}
