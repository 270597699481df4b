using System.Net;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Security;

/// <summary>Refuses to start a silo that strangers could use. No message repeats a hash or a key.</summary>
internal sealed class SecurityOptionsValidator(HttpBinding binding, IConfiguration configuration) : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        var problems = new List<string>();
        var address = IPAddress.TryParse(binding.Address, out var parsed) ? parsed : IPAddress.Loopback;
        if (binding.Port != 0 && !IPAddress.IsLoopback(address) && SecurityMode.Of(options).Open)
            problems.Add($"Silo:HttpAddress '{address}' {ListeningCheck.Remedy}");
        if (SecurityMode.Of(options).Open) problems.AddRange(OpenEndpoints());
        foreach (var key in options.Keys)
        {
            if (!Roles.All.Contains(key.Role)) problems.Add($"Security:Keys: the role of key '{key.Name}' must be one of {string.Join(", ", Roles.All)}");
            if (!ApiKey.IsHash(key.Hash)) problems.Add($"Security:Keys: the hash of key '{key.Name}' must be sha256: and 64 hex digits, as 'layerdyn-silo new-key' prints it");
        }

        if (options.KeysFile.Length > 0) CheckFile(options.KeysFile, problems);
        if (options.Oidc.Authority.Length > 0)
        {
            if (!Uri.TryCreate(options.Oidc.Authority, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !authority.IsLoopback))
                problems.Add($"Security:Oidc:Authority '{options.Oidc.Authority}' must be an https address");
            if (options.Oidc.Audience.Length == 0) problems.Add("Security:Oidc:Audience is required: without it tokens for other services would be taken");
        }

        if (options.WrongKeysPerMinute < 1) problems.Add($"Security:WrongKeysPerMinute '{options.WrongKeysPerMinute}' must be at least 1");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>What the web server would listen on besides, by its own section.</summary>
    private IEnumerable<string> OpenEndpoints() =>
        from endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren()
        let url = endpoint["Url"]
        where url is not null && ListeningCheck.IsOpen(url)
        select $"{endpoint.Path}:Url '{url}' {ListeningCheck.Remedy}";

    private static void CheckFile(string file, List<string> problems)
    {
        try
        {
            if (KeyRing.Read(file).Count == 0) problems.Add($"Security:KeysFile '{file}' has no key: add one with 'layerdyn-silo new-key --role admin'");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            problems.Add($"Security:KeysFile '{file}' cannot be used: {error.Message}");
        }
    }
}
