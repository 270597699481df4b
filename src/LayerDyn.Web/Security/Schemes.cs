namespace LayerDyn.Web.Security;

/// <summary>The names of the ways to sign in.</summary>
internal static class Schemes
{
    /// <summary>Picks one of the others by what a request carries.</summary>
    public const string Any = "layerdyn";

    /// <summary>Nobody signs in; everyone on this machine is an admin.</summary>
    public const string Open = "open";

    /// <summary>An API key in the header Authorization.</summary>
    public const string Key = "key";

    /// <summary>A token of an identity provider in the header Authorization.</summary>
    public const string Token = "token";

    /// <summary>The dashboard's cookie.</summary>
    public const string Session = "session";
}
