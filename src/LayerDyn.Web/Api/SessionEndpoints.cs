using System.Security.Claims;
using LayerDyn.Api.Sessions;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace LayerDyn.Web.Api;

/// <summary><c>/session</c>: signs the dashboard in and out.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("session").AllowAnonymous();
        session.MapGet("/", Get).WithName("session").WithSummary("Who the caller is, and the token that requests by cookie must carry");
        session.MapPost("/", OpenAsync).WithName("openSession").WithSummary("Opens a session by cookie with an API key or a token of the identity provider").Produces(204).ProducesProblem(401).ProducesProblem(429);
        session.MapDelete("/", (Delegate)CloseAsync).WithName("closeSession").WithSummary("Ends the session").Produces(204);
    }

    private static SessionView Get(HttpContext context, SecurityMode mode, IAntiforgery antiforgery)
    {
        bool bySession = context.User.Identity?.AuthenticationType == Schemes.Session;
        context.Response.Headers.CacheControl = "no-cache, no-store"; // as the antiforgery has it: of anything else it warns in the log
        return new SessionView(mode.Name, Roles.Of(context.User), mode.Open ? null : context.User.Identity?.Name,
            bySession ? antiforgery.GetAndStoreTokens(context).RequestToken : null);
    }

    private static async Task<IResult> OpenAsync(LoginRequest login, HttpContext context, KeyRing keys, WrongKeys wrong, SecurityMode mode)
    {
        if (mode.Oidc && await ByTokenAsync(login.Key, context)) return Results.NoContent();
        if (string.IsNullOrEmpty(login.Key) || keys.Find(login.Key) is not { } key)
        {
            throw wrong.Count(context.Connection.RemoteIpAddress)
                ? new ProblemException(StatusCodes.Status401Unauthorized, "Unauthorized", "this key is not known here")
                : new ProblemException(StatusCodes.Status429TooManyRequests, "Too many requests", "too many wrong keys came from your address: wait a minute");
        }

        var principal = Roles.Principal(Schemes.Session, key.Name, key.Role);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(SessionEvents.KeyClaim, key.Hash));
        await context.SignInAsync(Schemes.Session, principal);
        return Results.NoContent();
    }

    /// <summary>The handler of tokens judges it, as in the header; the session ends when the token does.</summary>
    private static async Task<bool> ByTokenAsync(string? token, HttpContext context)
    {
        if (string.IsNullOrEmpty(token) || token.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)) return false;
        context.Request.Headers.Authorization = $"Bearer {token}";
        var judged = await context.AuthenticateAsync(Schemes.Token);
        if (judged is not { Succeeded: true, Principal: var caller, Properties.ExpiresUtc: { } end } || Roles.Of(caller) is not { } role) return false;
        var principal = Roles.Principal(Schemes.Session, caller.Identity?.Name ?? "token", role);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(SessionEvents.TokenClaim, ""));
        await context.SignInAsync(Schemes.Session, principal, new AuthenticationProperties { ExpiresUtc = end, AllowRefresh = false });
        return true;
    }

    private static async Task<IResult> CloseAsync(HttpContext context)
    {
        await context.SignOutAsync(Schemes.Session);
        return Results.NoContent();
    }
}
