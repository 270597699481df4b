using System.Net;
using System.Net.Http.Json;
using LayerDyn.Api;
using LayerDyn.Api.Sessions;
using LayerDyn.Silo.Tests.Hosting;
using LayerDyn.Web.Security;

namespace LayerDyn.Silo.Tests.Security;

/// <summary>Tokens of an identity provider, really signed: each wrong one differs from a right one in one thing.</summary>
public sealed class TokenTests(TokenSilo tokens) : IClassFixture<TokenSilo>
{
    private static readonly string[] Admin = ["admin"], Read = ["read"];

    [Theory]
    [InlineData("read", HttpStatusCode.Forbidden)]
    [InlineData("submit", HttpStatusCode.NotFound)]
    [InlineData("admin", HttpStatusCode.NotFound)]
    public async Task Token_OfARole_GivesThatRoleAndNoMore(string role, HttpStatusCode steering)
    {
        using var client = tokens.Silo.Client(tokens.Issuer.Token([role, "of-another-service"]));
        var about = await client.GetFromJsonAsync<AboutView>("/api/v1/about", ApiJson.Options);
        using var steered = await client.PostAsync("/api/v1/sweeps/small-00000000/pause", null); // no such sweep, for those who may ask
        Assert.Equal((role, "oidc"), (about!.Role, about.Auth));
        Assert.Equal(steering, steered.StatusCode);
    }

    [Fact]
    public async Task Token_WithoutARole_MayNotLook()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(tokens.Issuer.Token([])));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(tokens.Issuer.Token(["root"])));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(tokens.Issuer.Token([], (Roles.Claim, "admin")))); // the silo's own claim is not the provider's to give
    }

    [Fact]
    public async Task Token_OpensASession_OfItsRoleAndNoLongerThanItself()
    {
        using var client = tokens.Silo.Client();
        var now = TimeProvider.System.GetUtcNow();
        using var login = await client.PostAsJsonAsync("/api/v1/session", new LoginRequest(tokens.Issuer.Token(Read)));
        using var none = await client.PostAsJsonAsync("/api/v1/session", new LoginRequest(tokens.Issuer.Token([])));
        using var expired = await client.PostAsJsonAsync("/api/v1/session",
            new LoginRequest(tokens.Issuer.Token(Admin, ("nbf", now.AddHours(-2).ToUnixTimeSeconds()), ("exp", now.AddHours(-1).ToUnixTimeSeconds()))));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (login.StatusCode, none.StatusCode, expired.StatusCode));
        client.DefaultRequestHeaders.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

        var session = await client.GetFromJsonAsync<SessionView>("/api/v1/session", ApiJson.Options);
        Assert.Equal(("read", "oidc"), (session!.Role, session.Auth));
        using var listed = await client.GetAsync("/api/v1/sweeps");
        using var steered = await client.PostAsync("/api/v1/sweeps/small-00000000/pause", null);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (listed.StatusCode, steered.StatusCode));
    }

    [Fact]
    public async Task Token_WithAKeysPrefixSomewhereInIt_IsAToken()
    {
        string token = Enumerable.Range(0, 3).Select(pad => tokens.Issuer.Token(Read, ("sub", new string('a', pad) + "evOé")))
            .First(text => text.Contains(ApiKey.Prefix, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));
    }

    public static TheoryData<string> Wrong =>
        ["audience", "no-audience", "issuer", "expired", "no-expiry", "early", "other-key", "unsigned", "stripped", "secret", "tampered"];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Token_WrongInOneThing_IsRefused_AndNoLogHasIt(string what)
    {
        var issuer = tokens.Issuer;
        var now = TimeProvider.System.GetUtcNow();
        string token = what switch
        {
            "audience" => issuer.Token(Admin, ("aud", "another-service")),
            "no-audience" => issuer.Token(Admin, ("aud", null)),
            "issuer" => issuer.Token(Admin, ("iss", "https://evil.example")),
            "expired" => issuer.Token(Admin, ("nbf", now.AddHours(-2).ToUnixTimeSeconds()), ("exp", now.AddHours(-1).ToUnixTimeSeconds())),
            "no-expiry" => issuer.Token(Admin, ("exp", null)),
            "early" => issuer.Token(Admin, ("nbf", now.AddHours(1).ToUnixTimeSeconds()), ("exp", now.AddHours(2).ToUnixTimeSeconds())),
            "other-key" => issuer.ByOtherKey(Admin),
            "unsigned" => issuer.Unsigned(Admin),
            "stripped" => issuer.Unsigned(Admin, "RS256"),
            "secret" => issuer.ByPublicKeyAsSecret(Admin),
            _ => issuer.Tampered(Read, Admin),
        };

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(issuer.Token(Admin))); // the provider is known and answers
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(token));
        Assert.DoesNotContain(token, tokens.Silo.Log.Text);
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var client = tokens.Silo.Client(token);
        using var answer = await client.GetAsync("/api/v1/sweeps");
        return answer.StatusCode;
    }
}
