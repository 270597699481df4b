namespace LayerDyn.Silo.Tests.Hosting;

/// <summary>One silo that takes the tokens of an identity provider, for all tests of a class.</summary>
public sealed class TokenSilo : IAsyncLifetime
{
    public TokenIssuer Issuer { get; private set; } = null!;

    public TestSilo Silo { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Issuer = await TokenIssuer.StartAsync();
        Silo = await TestSilo.StartAsync($"--Security:Oidc:Authority={Issuer.Address}", $"--Security:Oidc:Audience={TokenIssuer.Audience}");
    }

    public async Task DisposeAsync()
    {
        await Silo.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
