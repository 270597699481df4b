using System.Security.Claims;

namespace LayerDyn.Web.Security;

/// <summary>Who calls.</summary>
internal static class Callers
{
    /// <summary>The name that a caller has signed in by, as of a key; null for a stranger.</summary>
    public static string? SignedInName(this ClaimsPrincipal caller) => caller.Identity is { IsAuthenticated: true, Name: { } name } ? name : null;
}
