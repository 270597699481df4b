using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Security;

/// <summary>Keeps strangers out of the HTTP API and the dashboard.</summary>
internal static class SecurityExtensions
{
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Its services.</summary>
    /// <param name="builder">What serves.</param>
    /// <param name="binding">Where it listens.</param>
    public static void AddSecurity(this WebApplicationBuilder builder, HttpBinding binding)
    {
        var services = builder.Services;
        var section = builder.Configuration.GetSection("Security");
        var options = section.Get<SecurityOptions>() ?? new SecurityOptions();
        var mode = SecurityMode.Of(options);
        services.AddOptions<SecurityOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SecurityOptions>, SecurityOptionsValidator>();
        services.AddHostedService<ListeningCheck>();
        services.AddSingleton(binding).AddSingleton(mode).AddSingleton<KeyRing>().AddSingleton<WrongKeys>().AddSingleton<SessionEvents>();
        var protection = services.AddDataProtection().SetApplicationName("layerdyn");
        if (options.SessionKeysFolder.Length > 0) protection.PersistKeysToFileSystem(new DirectoryInfo(options.SessionKeysFolder));
        else protection.UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(csrf =>
        {
            csrf.HeaderName = CrossSiteGuard.Header;
            csrf.Cookie.Name = "layerdyn-csrf";
            (csrf.Cookie.HttpOnly, csrf.Cookie.SameSite, csrf.Cookie.SecurePolicy) = (true, SameSiteMode.Strict, CookieSecurePolicy.SameAsRequest);
        });
        AddSchemes(services, options, mode);
        services.AddAuthorization(rules =>
        {
            foreach (string role in Roles.All) rules.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Roles.Allows(context.User, role)));
            // What nobody thought of is closed to strangers.
            rules.FallbackPolicy = rules.GetPolicy(Roles.Read);
        });
        services.Configure<HostFilteringOptions>(hosts =>
        {
            bool loopback = IPAddress.TryParse(binding.Address, out var address) && IPAddress.IsLoopback(address);
            hosts.AllowedHosts = binding.AllowedHosts.Count > 0 ? [.. binding.AllowedHosts] : loopback ? LoopbackHosts : ["*"];
            hosts.IncludeFailureMessage = false;
        });
    }

    /// <summary>Its middleware, before everything else.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseHostFiltering();
    }

    /// <summary>Its middleware, between errors and endpoints.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<CrossSiteGuard>();
        app.UseAuthorization();
    }

    private static void AddSchemes(IServiceCollection services, SecurityOptions options, SecurityMode mode)
    {
        var schemes = services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, any => any.ForwardDefaultSelector = context => Choose(context.Request, mode))
            .AddScheme<AuthenticationSchemeOptions, OpenHandler>(Schemes.Open, null)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(Schemes.Key, null)
            .AddCookie(Schemes.Session, cookie =>
            {
                cookie.Cookie.Name = "layerdyn-session";
                (cookie.Cookie.HttpOnly, cookie.Cookie.SameSite, cookie.Cookie.SecurePolicy) = (true, SameSiteMode.Strict, CookieSecurePolicy.SameAsRequest);
                (cookie.ExpireTimeSpan, cookie.SlidingExpiration, cookie.EventsType) = (options.SessionLength, true, typeof(SessionEvents));
            });
        if (!mode.Oidc) return;
        schemes.AddJwtBearer(Schemes.Token, token =>
        {
            (token.Authority, token.Audience, token.MapInboundClaims) = (options.Oidc.Authority, options.Oidc.Audience, false);
            token.RequireHttpsMetadata = !new Uri(options.Oidc.Authority).IsLoopback;
            token.TokenValidationParameters.ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
            token.IncludeErrorDetails = false;
            token.Events = new() { OnTokenValidated = context => Take(context.Principal!, options.Oidc.RoleClaim) };
        });
    }

    private static string Choose(HttpRequest request, SecurityMode mode)
    {
        if (mode.Open) return Schemes.Open;
        string header = request.Headers.Authorization.ToString();
        if (header.Length == 0) return Schemes.Session;
        // How it starts decides: a token may hold a key's prefix anywhere else by chance.
        return mode.Oidc && !header[(header.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimStart().StartsWith(ApiKey.Prefix, StringComparison.Ordinal)
            ? Schemes.Token : Schemes.Key;
    }

    private static Task Take(ClaimsPrincipal caller, string claim)
    {
        var identity = (ClaimsIdentity)caller.Identity!;
        string[] roles = [.. Roles.All.Where(role => caller.HasClaim(claim, role))];
        // The silo's own claim says what the configured one allows; a token that brings it says nothing.
        foreach (var brought in identity.FindAll(Roles.Claim).ToList()) identity.RemoveClaim(brought);
        foreach (string role in roles) identity.AddClaim(new Claim(Roles.Claim, role));
        return Task.CompletedTask;
    }
}
