namespace LayerDyn.Web.Security;

/// <summary>Where the HTTP API listens, as far as its security depends on it.</summary>
/// <param name="Address">The IP address, as it was written.</param>
/// <param name="Port">The port; 0 where it does not listen.</param>
/// <param name="AllowedHosts">Host names that requests may be addressed to; empty for localhost and the loopback addresses on loopback, and any elsewhere.</param>
/// <param name="OpenRole">What callers may do where nobody signs in.</param>
internal sealed record HttpBinding(string Address, int Port, IReadOnlyList<string> AllowedHosts, string OpenRole = Roles.Admin);
