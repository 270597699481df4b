namespace LayerDyn.Storage;

/// <summary>An artifact as read: always whole.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ETag">Names this version of it; pass it to <see cref="IArtifactStore.TryReplaceAsync"/>.</param>
public sealed record StoredArtifact(ReadOnlyMemory<byte> Content, string ETag);
