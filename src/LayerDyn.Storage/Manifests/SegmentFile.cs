using System.Security.Cryptography;

namespace LayerDyn.Storage.Manifests;

/// <summary>What a file must be: whoever reads it compares.</summary>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
public sealed record SegmentFile(string Sha256, long Bytes)
{
    /// <summary>Describes some content.</summary>
    public static SegmentFile Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);

    /// <summary>What is wrong with some content, as a clause; null when it is what it must be.</summary>
    public string? Check(ReadOnlySpan<byte> content) =>
        content.Length != Bytes ? $"has {content.Length} bytes instead of {Bytes}"
        : Of(content).Sha256 != Sha256 ? "has another SHA-256 than its manifest says: it was changed or damaged after it was written"
        : null;
}
