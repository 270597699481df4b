namespace LayerDyn.Web.Security;

/// <summary>Headers for every answer; an endpoint may have set its own policy, or carry one as <see cref="ContentPolicy"/>.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // What the API answers is data: opened as a page (an SVG, say) it may load and run nothing.
    private const string DataPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = context.GetEndpoint()?.Metadata.GetMetadata<ContentPolicy>()?.Text ?? DataPolicy;
            return Task.CompletedTask;
        });
        return next(context);
    }
}
