using System.CommandLine;
using LayerDyn.Api;

namespace LayerDyn.Client.Commands;

/// <summary>The options that name a cluster, shared by the commands that talk to one.</summary>
internal sealed class ClusterOptions
{
    private const string AddressVariable = "LAYERDYN_CLUSTER";
    private const string KeyVariable = "LAYERDYN_API_KEY";

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "the HTTP address of a silo, e.g. http://127.0.0.1:8080, or those of several with commas between them; "
            + $"default: the environment variable {AddressVariable}",
    };
    private readonly Option<string?> _keyFile = new("--key-file") { Description = $"a file with the API key; default: the environment variable {KeyVariable}" };

    public void AddTo(Command command)
    {
        command.Options.Add(_cluster);
        command.Options.Add(_keyFile);
    }

    /// <summary>
    /// The cluster; null when none is named, or a folder is: what a command line says goes before what the environment says for all of them.
    /// </summary>
    /// <exception cref="UserException">A folder and a cluster are named, or the address is none.</exception>
    public LayerDynClient? TryOpen(ParseResult parsed)
    {
        string? address = parsed.GetValue(_cluster);
        if (StoreOption.Named(parsed) is { } folder)
            return address is null ? null
                : throw new UserException($"--out '{folder}' and --cluster '{address}' name two places", "give the one that is meant");
        address ??= Environment.GetEnvironmentVariable(AddressVariable);
        if (string.IsNullOrWhiteSpace(address)) return null;
        return new LayerDynClient([.. address.Split(',', StringSplitOptions.TrimEntries).Select(Url)], Key(parsed));
    }

    /// <summary>The options as this command line has them, for a command that is told to go on with; empty where the environment names the cluster.</summary>
    public string Given(ParseResult parsed) =>
        (parsed.GetValue(_cluster) is { } address ? $" --cluster {CommandText.Quoted(address)}" : "")
        + (parsed.GetValue(_keyFile) is { } file ? $" --key-file {CommandText.Quoted(file)}" : "");

    private static Uri Url(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new UserException(
            $"--cluster '{address}' must be an http or https address", "give the address of a silo, e.g. http://127.0.0.1:8080, or several with commas between them");

    /// <summary>The cluster.</summary>
    /// <exception cref="UserException">None is named.</exception>
    public LayerDynClient Open(ParseResult parsed) => TryOpen(parsed)
        ?? throw new UserException("no cluster is named", $"give --cluster http://HOST:PORT or set {AddressVariable}; in one process, use 'layerdyn run'");

    private string? Key(ParseResult parsed)
    {
        if (parsed.GetValue(_keyFile) is not { } file)
            return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null;
        return File.Exists(file)
            ? File.ReadAllText(file).Trim()
            : throw new UserException($"--key-file '{file}' does not exist", "give the file that holds the API key");
    }
}
