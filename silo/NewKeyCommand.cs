using LayerDyn.Web.Security;

namespace LayerDyn.Silo;

/// <summary><c>layerdyn-silo new-key</c>: makes an API key. The key is shown once; the silo only ever gets its hash.</summary>
internal static class NewKeyCommand
{
    public static bool Handles(string[] args) => args is ["new-key", ..];

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        string role = Option(args, "--role") ?? Roles.Submit, name = Option(args, "--name") ?? "key";
        if (!Roles.All.Contains(role) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            error.WriteLine($"error: new-key takes --role {string.Join('|', Roles.All)} and --name of letters, digits and . _ -");
            return 2;
        }

        string key = ApiKey.Create();
        error.WriteLine("the key, for whoever may use it; it is not shown again:");
        output.WriteLine(key);
        error.WriteLine("the line for Security:KeysFile, which holds its hash only:");
        output.WriteLine($"{role} {name} {ApiKey.Hash(key)}");
        return 0;
    }

    private static string? Option(string[] args, string option) =>
        Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
