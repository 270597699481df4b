namespace LayerDyn.Contracts.Sweeps;

/// <summary>What a file in the store must be.</summary>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.file-digest")]
public sealed record FileDigest([property: Id(0)] string Sha256, [property: Id(1)] long Bytes);
