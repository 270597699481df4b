namespace LayerDyn.Storage.Manifests;

/// <summary>A manifest with the version that the store knows it by.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="ETag">Its version.</param>
public sealed record StoredManifest(Manifest Manifest, string ETag);
