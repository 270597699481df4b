namespace LayerDyn.Api;

/// <summary>What answers, and what the caller may do.</summary>
/// <param name="Product">The product's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="NumericsVersion">Version of everything that decides a result's bits.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Silo">The name of the silo that answered.</param>
/// <param name="Auth"><c>none</c>, <c>keys</c> or <c>oidc</c>.</param>
/// <param name="Role">The caller's role: <c>read</c>, <c>submit</c> or <c>admin</c>; null when the caller has not signed in.</param>
/// <param name="Links">Pages about a sweep that are elsewhere, as the silo's settings name them.</param>
public sealed record AboutView(string Product, string Version, int NumericsVersion, string Cluster, string Silo, string Auth, string? Role, IReadOnlyList<SweepLinkView> Links);
