using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Security;

/// <summary>Without keys and identity provider, on loopback: everyone has the role that the binding gives.</summary>
internal sealed class OpenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, HttpBinding binding)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Roles.Principal(Schemes.Open, "local", binding.OpenRole), Scheme.Name)));
}
