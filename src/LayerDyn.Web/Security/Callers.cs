using System.Security.Claims;
using LayerDyn.Web.Services;

namespace LayerDyn.Web.Security;

/// <summary>Who calls.</summary>
internal static class Callers
{
    /// <summary>The name that a caller has signed in by, as of a key; null for a stranger.</summary>
    public static string? SignedInName(this ClaimsPrincipal caller) => caller.Identity is { IsAuthenticated: true, Name: { } name } ? name : null;

    /// <summary>Lets only somebody's own things be changed, or an admin change them.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="owner">Whose it is; null or empty where that is not known: an admin's then.</param>
    /// <param name="made">What it is and how it came to be, e.g. "the report a was written".</param>
    /// <param name="act">What they would do with it, e.g. "delete".</param>
    /// <param name="remedy">What they can do instead, beginning with "; "; empty for nothing.</param>
    /// <exception cref="ProblemException">It is somebody else's.</exception>
    public static void MustOwn(this ClaimsPrincipal caller, string? owner, string made, string act, string remedy = "")
    {
        if (Roles.Allows(caller, Roles.Admin) || owner == caller.SignedInName()) return;
        throw new ProblemException(StatusCodes.Status403Forbidden, "Forbidden",
            $"{made} by {(owner is { Length: > 0 } ? owner : "somebody else")}: only they, or an admin, may {act} it{remedy}");
    }
}
