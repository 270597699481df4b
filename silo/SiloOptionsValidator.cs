using System.Net;
using LayerDyn.Silo.Clustering;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo;

/// <summary>Says everything that is wrong with the options before the silo starts.</summary>
internal sealed class SiloOptionsValidator : IValidateOptions<SiloOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloOptions options)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Store)) problems.Add("Silo:Store must name a folder or container that all silos share");
        foreach (string folder in options.DataFolders.Where(folder => string.IsNullOrWhiteSpace(folder) || folder.Contains('\0', StringComparison.Ordinal)))
            problems.Add($"Silo:DataFolders '{folder}' must name a folder; leave it out for none");
        if (!IPAddress.TryParse(options.Address, out _)) problems.Add($"Silo:Address '{options.Address}' must be an IP address");
        Port(nameof(options.SiloPort), options.SiloPort);
        if (options.GatewayPort != 0) Port(nameof(options.GatewayPort), options.GatewayPort);
        if (options.Redis.Length > 0 && options.Postgres.Length > 0) problems.Add("Silo:Redis and Silo:Postgres must not both be given: the membership is in one of them");
        // Without its value: there may be a password in it.
        if (options.Postgres.Length > 0 && !IsConnection(options.Postgres)) problems.Add("Silo:Postgres must be a connection string, such as Host=db;Database=layerdyn;Username=layerdyn");
        if (options.SiloPort == options.GatewayPort) problems.Add($"Silo:SiloPort and Silo:GatewayPort must differ, both are {options.SiloPort}");
        if (!IPAddress.TryParse(options.HttpAddress, out _)) problems.Add($"Silo:HttpAddress '{options.HttpAddress}' must be an IP address, such as 127.0.0.1");
        if (options.HttpPort is < 0 or > 65535) problems.Add($"Silo:HttpPort '{options.HttpPort}' must be a port from 1 to 65535, or 0 for no HTTP");
        if (options.Tls.IsSet && SiloCertificate.Problem(options.Tls, TimeProvider.System) is { } certificate) problems.Add(certificate);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Port(string key, int value)
        {
            if (value is < 1 or > 65535) problems.Add($"Silo:{key} '{value}' must be a port from 1 to 65535");
        }
    }

    /// <summary>Whether a connection string for PostgreSQL can be read.</summary>
    public static bool IsConnection(string text)
    {
        try
        {
            return PostgresConnection.Parse(text).Text.Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
