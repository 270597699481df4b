using Microsoft.AspNetCore.Http;

namespace LayerDyn.Client.Hosting;

/// <summary>
/// Turns away every request that is more than a look, but for signing in. The roles do so for sweeps; to validate a spec, which any reader of a cluster
/// may, would here open data files that it names with the rights of the user who looks.
/// </summary>
internal sealed class LookOnly(RequestDelegate next, IProblemDetailsService problems)
{
    private const string Session = "/api/v1/session";

    public async Task InvokeAsync(HttpContext context)
    {
        string method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || context.Request.Path.StartsWithSegments(Session))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = StatusCodes.Status403Forbidden, Title = "Forbidden", Detail = "this dashboard is for looking only: use the commands run, validate, curves ..." },
        });
    }
}
