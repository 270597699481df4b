using System.Security.Cryptography;
using System.Text;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// A point's identity: the first 128 bits of the SHA-256 of its canonical text, which carries the numerics version. Same id,
/// same result, in whatever sweep, batch or cluster.
/// </summary>
/// <param name="High">The first 64 bits.</param>
/// <param name="Low">The next 64 bits.</param>
public readonly record struct PointId(ulong High, ulong Low)
{
    /// <summary>The identity of a canonical experiment text.</summary>
    public static PointId Of(string canonicalText) => Of(Encoding.UTF8.GetBytes(canonicalText));

    /// <summary>The identity of a canonical experiment text in UTF-8.</summary>
    internal static PointId Of(ReadOnlySpan<byte> canonicalText)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonicalText, hash);
        return new PointId(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }

    /// <summary>Parses 32 hex digits.</summary>
    /// <exception cref="FormatException">It is not a point id.</exception>
    public static PointId Parse(string text) =>
        text.Length == 32 && UInt128.TryParse(text, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var bits)
            ? new PointId((ulong)(bits >> 64), (ulong)bits)
            : throw new FormatException($"'{text}' is not a point id: expected 32 hex digits");

    /// <summary>32 hex digits.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";
}
