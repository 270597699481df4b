namespace LayerDyn.Web.Security;

/// <summary>An identity provider (OpenID Connect) whose tokens are taken.</summary>
internal sealed class OidcOptions
{
    /// <summary>Its address; empty for none.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Who the tokens must be made for.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The claim with the caller's roles.</summary>
    public string RoleClaim { get; set; } = "roles";
}
