using Microsoft.AspNetCore.Antiforgery;

namespace LayerDyn.Web.Security;

/// <summary>
/// Turns away requests that another site's page makes the browser send: by what the browser says of their origin, which also
/// protects a silo without sign-in on the researcher's own machine, and for sessions by an anti-forgery token.
/// </summary>
internal sealed class CrossSiteGuard(RequestDelegate next, IAntiforgery antiforgery, IProblemDetailsService problems)
{
    /// <summary>The header with the anti-forgery token.</summary>
    public const string Header = "X-LayerDyn-Csrf";

    public async Task InvokeAsync(HttpContext context)
    {
        if (await IsAllowedAsync(context))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = 403, Title = "Forbidden", Detail = $"a request that changes something must come from this silo's own page (with the header {Header}) or from no page at all" },
        });
    }

    private async Task<bool> IsAllowedAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return true;
        string site = request.Headers["Sec-Fetch-Site"].ToString(), origin = request.Headers.Origin.ToString();
        if (site is not ("" or "same-origin" or "none")) return false;
        // No page can set Sec-Fetch-Site. A browser that sends it has compared the origins itself, and with the address that it sees: behind
        // a proxy with TLS the silo sees another.
        if (site.Length == 0 && origin.Length > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)) return false;
        bool bySession = context.User.Identities.Any(identity => identity is { IsAuthenticated: true, AuthenticationType: Schemes.Session });
        return !bySession || await antiforgery.IsRequestValidAsync(context);
    }
}
