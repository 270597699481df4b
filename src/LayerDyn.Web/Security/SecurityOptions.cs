namespace LayerDyn.Web.Security;

/// <summary>Who may use the HTTP API, in the section <c>Security</c> of the configuration. Nothing set: everyone on this machine.</summary>
internal sealed class SecurityOptions
{
    /// <summary>The keys, by their hashes.</summary>
    public IReadOnlyList<KeyOptions> Keys { get; set; } = [];

    /// <summary>A file with one key a line, <c>ROLE NAME HASH</c>, as <c>layerdyn-silo new-key</c> prints it; empty for none.</summary>
    public string KeysFile { get; set; } = "";

    /// <summary>Tokens of an identity provider.</summary>
    public OidcOptions Oidc { get; set; } = new();

    /// <summary>Wrong keys that one address may send in a minute before it is answered 429. A right key is always taken.</summary>
    public int WrongKeysPerMinute { get; set; } = 20;

    /// <summary>How long a session of the dashboard lasts.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(12);

    /// <summary>A private folder with the keys that protect session cookies, shared by silos behind one address; empty to keep them in memory.</summary>
    public string SessionKeysFolder { get; set; } = "";
}
