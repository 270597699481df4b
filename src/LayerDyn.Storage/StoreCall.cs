namespace LayerDyn.Storage;

/// <summary>A call of a store, as a <see cref="DelegatingArtifactStore"/> sees it.</summary>
/// <param name="Operation">What is called.</param>
/// <param name="Path">The artifact's path, the prefix of a listing, or nothing.</param>
/// <param name="Written">The bytes that are to be written; null for what writes none.</param>
public readonly record struct StoreCall(StoreOperation Operation, string Path, long? Written = null);
