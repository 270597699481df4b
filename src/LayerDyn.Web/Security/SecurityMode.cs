namespace LayerDyn.Web.Security;

/// <summary>How callers prove who they are.</summary>
/// <param name="Keys">By API keys.</param>
/// <param name="Oidc">By tokens of an identity provider.</param>
internal sealed record SecurityMode(bool Keys, bool Oidc)
{
    /// <summary>Nobody has to.</summary>
    public bool Open => !Keys && !Oidc;

    /// <summary><c>none</c>, <c>keys</c> or <c>oidc</c>.</summary>
    public string Name => Oidc ? "oidc" : Keys ? "keys" : "none";

    /// <summary>What the options ask for.</summary>
    public static SecurityMode Of(SecurityOptions options) => new(options.Keys.Count > 0 || options.KeysFile.Length > 0, options.Oidc.Authority.Length > 0);
}
