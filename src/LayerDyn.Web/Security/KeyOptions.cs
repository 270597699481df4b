namespace LayerDyn.Web.Security;

/// <summary>An API key at rest: its hash, never the key.</summary>
internal sealed class KeyOptions
{
    /// <summary>What it is called in logs.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>read</c>, <c>submit</c> or <c>admin</c>.</summary>
    public string Role { get; set; } = "";

    /// <summary><c>sha256:</c> and 64 hex digits.</summary>
    public string Hash { get; set; } = "";
}
