using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LayerDyn.Web.Security;

/// <summary>Ends a silo that nobody has to sign in to where it turns out to listen beyond loopback, whatever made it do so.</summary>
/// <param name="server">What listens.</param>
/// <param name="mode">How callers prove who they are.</param>
internal sealed class ListeningCheck(IServer server, SecurityMode mode) : IHostedLifecycleService
{
    /// <summary>What is to be done about it.</summary>
    public const string Remedy = "can be reached by others, but nobody has to sign in: configure Security:Keys or Security:KeysFile "
        + "(make a key with 'layerdyn-silo new-key --role admin') or Security:Oidc, or listen on 127.0.0.1";

    /// <summary>Whether an address, such as <c>http://*:8080</c>, is reached from other machines. One that is no address is not: nothing starts there.</summary>
    public static bool IsOpen(string address)
    {
        try
        {
            var binding = BindingAddress.Parse(address);
            return !binding.IsUnixPipe && !string.Equals(binding.Host, "localhost", StringComparison.OrdinalIgnoreCase)
                && !(IPAddress.TryParse(binding.Host, out var ip) && IPAddress.IsLoopback(ip));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (mode.Open && server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(IsOpen) is { } open)
            throw new InvalidOperationException($"{open} {Remedy}");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
