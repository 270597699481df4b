using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Extensions;

namespace LayerDyn.Web.Security;

/// <summary>
/// A session of the dashboard lives no longer than the key or the token that opened it. A person who opens an address without one is sent to the
/// dashboard's sign-in page, and from there back; a program gets the status.
/// </summary>
internal sealed class SessionEvents(KeyRing keys, SecurityMode mode) : CookieAuthenticationEvents
{
    /// <summary>The claim with the hash of the key, inside the encrypted cookie.</summary>
    public const string KeyClaim = "layerdyn:key";

    /// <summary>The claim of a session that a token opened: its cookie ends with the token.</summary>
    public const string TokenClaim = "layerdyn:token";

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (mode.Oidc && context.Principal!.HasClaim(claim => claim.Type == TokenClaim)) return;
        string? hash = context.Principal?.FindFirstValue(KeyClaim);
        if (hash is not null && keys.FindHash(hash) is { } key && context.Principal!.HasClaim(Roles.Claim, key.Role)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Schemes.Session);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var (request, response) = (context.Request, context.Response);
        if (HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            response.Redirect($"{request.PathBase}/#/login?back={Uri.EscapeDataString(UriHelper.GetEncodedPathAndQuery(request))}");
            return Task.CompletedTask;
        }

        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
