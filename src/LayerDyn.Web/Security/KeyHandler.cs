using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Security;

/// <summary>Takes an API key from <c>Authorization: Bearer</c>.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys, WrongKeys wrong)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    private bool _tooMany;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (header.Length == 0) return Task.FromResult(AuthenticateResult.NoResult());
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && keys.Find(header[Bearer.Length..].Trim()) is { } key)
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Roles.Principal(Schemes.Key, key.Name, key.Role), Scheme.Name)));
        _tooMany = !wrong.Count(Context.Connection.RemoteIpAddress);
        return Task.FromResult(AuthenticateResult.Fail("not a key of this cluster"));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = _tooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
        if (_tooMany) Response.Headers.RetryAfter = "60";
        else Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
