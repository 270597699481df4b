namespace LayerDyn.Api.Sessions;

/// <summary>The body that opens a session of the dashboard.</summary>
/// <param name="Key">An API key.</param>
public sealed record LoginRequest(string? Key);

/// <summary>Who the caller is.</summary>
/// <param name="Auth"><c>none</c>, <c>keys</c> or <c>oidc</c>.</param>
/// <param name="Role">The caller's role; null when the caller has not signed in.</param>
/// <param name="Name">Name of the caller's key or token; null when there is none.</param>
/// <param name="Csrf">
/// For sessions by cookie: what requests that change something must carry in the header <c>X-LayerDyn-Csrf</c>. Null otherwise.
/// </param>
public sealed record SessionView(string Auth, string? Role, string? Name, string? Csrf);
