using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LayerDyn.Silo.Clustering;

/// <summary>Says in the log, when the silo starts, who may use Orleans' ports: everybody who reaches them, or who has a certificate, and until when.</summary>
/// <param name="local">Where this silo is.</param>
/// <param name="endpoints">Where Orleans listens.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Log.</param>
/// <param name="certificate">The certificate; null without TLS.</param>
internal sealed partial class SiloPortsNotice(
    ILocalSiloDetails local, IOptions<EndpointOptions> endpoints, TimeProvider time, ILogger<SiloPortsNotice> logger, SiloCertificate? certificate = null) : BackgroundService
{
    /// <summary>A certificate that ends sooner is warned of, each day.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (certificate is null)
        {
            var listens = new[] { endpoints.Value.SiloListeningEndpoint ?? local.SiloAddress.Endpoint, endpoints.Value.GatewayListeningEndpoint ?? local.GatewayAddress?.Endpoint };
            string open = string.Join(" and ", listens.OfType<IPEndPoint>().Where(endpoint => !IPAddress.IsLoopback(endpoint.Address)));
            if (open.Length > 0) Open(logger, open);
            return;
        }

        certificate.Unreadable = why => Kept(logger, why);
        using var daily = new PeriodicTimer(TimeSpan.FromDays(1), time);
        try
        {
            do
            {
                if (certificate.Ends - time.GetUtcNow().UtcDateTime < Soon) EndsSoon(logger, certificate.Ends);
            }
            while (await daily.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Whoever reaches {Open} can join the cluster and do what an admin may: keep Orleans' ports on a private network, or set Silo:Tls (layerdyn-silo new-certificate)")]
    private static partial void Open(ILogger logger, string open);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The certificate of Silo:Tls ends on {Ends:u}: no silo connects to this one after that; put a new one into its place, which is taken without a restart")]
    private static partial void EndsSoon(ILogger logger, DateTime ends);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The files of Silo:Tls have changed and cannot be read, those from before are used: {Why}")]
    private static partial void Kept(ILogger logger, string why);
}
