namespace LayerDyn.Api.Sessions;

/// <summary>The body that opens a session of the dashboard.</summary>
/// <param name="Key">An API key.</param>
public sealed record LoginRequest(string? Key);
