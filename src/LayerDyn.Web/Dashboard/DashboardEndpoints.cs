using LayerDyn.Dashboard;
using Microsoft.Net.Http.Headers;

namespace LayerDyn.Web.Dashboard;

/// <summary>Serves the dashboard: one page, and assets whose names change with their content.</summary>
internal static class DashboardEndpoints
{
    /// <summary>Only what this silo serves runs or loads; no inline script, no inline style.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary><c>GET /</c> and <c>GET /assets/...</c>. Both are open to everyone: they hold no data.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        var assets = new DashboardAssets();
        app.MapGet("/", (HttpContext context) => Index(context, assets)).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/assets/{file}", (string file, HttpContext context) => Asset(file, context, assets)).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Index(HttpContext context, DashboardAssets assets)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        return assets.Find("index.html") is { } index
            ? Results.Bytes(index.Content, index.Type, entityTag: new EntityTagHeaderValue(assets.IndexTag))
            : Results.NotFound();
    }

    private static IResult Asset(string file, HttpContext context, DashboardAssets assets)
    {
        if (assets.Find($"assets/{file}") is not { } asset) return Results.NotFound();
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = HeaderNames.AcceptEncoding;
        bool compressed = asset.Compressed.Length > 0
            && context.Request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "gzip" && encoding.Quality is not 0);
        if (compressed) headers.ContentEncoding = "gzip";
        return Results.Bytes(compressed ? asset.Compressed : asset.Content, asset.Type);
    }
}
