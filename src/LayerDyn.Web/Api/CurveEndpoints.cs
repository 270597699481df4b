using LayerDyn.Api.Curves;
using LayerDyn.Web.Services;

namespace LayerDyn.Web.Api;

/// <summary><c>/sweeps/{id}/curves</c>: curves as folded now.</summary>
internal static class CurveEndpoints
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["json"] = "application/json",
        ["csv"] = "text/csv; charset=utf-8",
        ["png"] = "image/png",
        ["svg"] = "image/svg+xml",
    };

    public static void MapCurves(this IEndpointRouteBuilder api)
    {
        var curves = api.MapGroup("/sweeps/{id}/curves").WithTags("curves");
        curves.MapGet("/", ListAsync).WithName("listCurves").WithSummary("The curves of a sweep with their findings").ProducesProblem(404);
        curves.MapGet("/{file}", GetAsync).WithName("getCurve").WithSummary("A curve as folded now: NAME or NAME.json (table=false leaves the rows out), NAME.csv, NAME.png, NAME.svg")
            .Produces(200, contentType: "application/json", additionalContentTypes: ["text/csv", "image/png", "image/svg+xml"]).ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<CurveView>> ListAsync(string id, SweepCatalog catalog, CurveViews views, CancellationToken cancellation) =>
        await views.ListAsync(await catalog.FindAsync(id, cancellation));

    private static async Task<IResult> GetAsync(
        string id, string file, bool? table, HttpContext context, SweepCatalog catalog, CurveViews views, CancellationToken cancellation)
    {
        var sweep = await catalog.FindAsync(id, cancellation);
        int dot = file.LastIndexOf('.');
        string format = dot < 0 ? "json" : file[(dot + 1)..];
        if (!Types.TryGetValue(format, out string? type)) throw ProblemException.NotFound($"a curve ends in one of: .{string.Join(", .", Types.Keys)}");
        byte[] content = await views.FileAsync(sweep, dot < 0 ? file : file[..dot], format, table ?? true);
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(content, type);
    }
}
