using System.Security.Claims;

namespace LayerDyn.Web.Security;

/// <summary>What callers may do; each role may do all that the one before it may. Also the names of the authorization policies.</summary>
internal static class Roles
{
    /// <summary>Look at everything.</summary>
    public const string Read = "read";

    /// <summary>Start sweeps and steer them.</summary>
    public const string Submit = "submit";

    /// <summary>Look into the silos.</summary>
    public const string Admin = "admin";

    /// <summary>The claim that carries the role.</summary>
    public const string Claim = "layerdyn:role";

    /// <summary>All roles, the weakest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Submit, Admin];

    /// <summary>The role of a caller; null when the caller has none.</summary>
    public static string? Of(ClaimsPrincipal caller) => All.LastOrDefault(role => caller.HasClaim(Claim, role));

    /// <summary>Whether a caller may do what needs <paramref name="role"/>.</summary>
    public static bool Allows(ClaimsPrincipal caller, string role) => Of(caller) is { } own && Rank(own) >= Rank(role);

    /// <summary>A caller of one role.</summary>
    public static ClaimsPrincipal Principal(string scheme, string name, string role) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name), new Claim(Claim, role)], scheme));

    private static int Rank(string role) => All.ToList().IndexOf(role);
}
