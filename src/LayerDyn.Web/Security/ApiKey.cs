using System.Security.Cryptography;
using System.Text;

namespace LayerDyn.Web.Security;

/// <summary>
/// An API key: <c>ldk_</c> and 256 random bits. With so much entropy a plain SHA-256 is as good at rest as a slow hash: there is
/// nothing to guess.
/// </summary>
internal static class ApiKey
{
    /// <summary>How every key starts, so that scanners for leaked secrets find it.</summary>
    public const string Prefix = "ldk_";

    private const string HashPrefix = "sha256:";

    /// <summary>A new key.</summary>
    public static string Create() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a key.</summary>
    public static string Hash(string key) => HashPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whether a text is the hash of a key.</summary>
    public static bool IsHash(string text) =>
        text.StartsWith(HashPrefix, StringComparison.Ordinal) && text.Length == HashPrefix.Length + 64 && text[HashPrefix.Length..].All(char.IsAsciiHexDigitLower);

    /// <summary>Compares in a time that says nothing of where two hashes differ.</summary>
    public static bool Same(string hash, string other) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));
}
