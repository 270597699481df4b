using LayerDyn.Web.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace LayerDyn.Silo.Tests.Security;

/// <summary>A silo without keys listens on loopback only, whatever was configured.</summary>
public sealed class ListeningCheckTests
{
    private static readonly SecurityMode Open = new(Keys: false, Oidc: false), Keys = new(Keys: true, Oidc: false);

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://+:8080")]
    [InlineData("https://lab.example:443")]
    [InlineData("http://10.0.0.7:8080")]
    public async Task AddressThatOthersReach_NeedsKeys(string address)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => CheckAsync(Open, "http://127.0.0.1:1", address));
        Assert.StartsWith(address, refused.Message, StringComparison.Ordinal);
        await CheckAsync(Keys, address);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://unix:/run/layerdyn.sock")]
    public Task AddressOfThisMachine_NeedsNone(string address) => CheckAsync(Open, address);

    private static Task CheckAsync(SecurityMode mode, params string[] addresses) => new ListeningCheck(new Listening(addresses), mode).StartedAsync(CancellationToken.None);

    private sealed class Listening : IServer, IServerAddressesFeature
    {
        public Listening(string[] addresses)
        {
            Addresses = [.. addresses];
            Features.Set<IServerAddressesFeature>(this);
        }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public ICollection<string> Addresses { get; }

        public bool PreferHostingUrls { get; set; }

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => throw new NotSupportedException();

        public Task StopAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
