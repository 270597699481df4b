namespace LayerDyn.Science.Keeping;

/// <summary>A file with what is kept of a point.</summary>
/// <param name="Step">The step that it is of; null for the point's data, which others share.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
public sealed record KeptFile(long? Step, long Bytes, string Sha256);
