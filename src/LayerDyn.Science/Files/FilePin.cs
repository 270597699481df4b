using System.Security.Cryptography;
using System.Text;

namespace LayerDyn.Science.Files;

/// <summary>
/// What the plan of a sweep keeps of a data file, so that identities and shapes of its points are known without the file.
/// </summary>
/// <param name="Sha256">SHA-256 of the file's content, in hex.</param>
/// <param name="Shape">Dimensions of the array that was named; null where no single array is meant.</param>
/// <param name="Classes">For targets that are class numbers, the number of classes; null otherwise.</param>
public sealed record FilePin(string Sha256, IReadOnlyList<long>? Shape = null, int? Classes = null)
{
    /// <summary>One hash over several files, in the order given.</summary>
    public static string HashOf(IEnumerable<FilePin> pins) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.ASCII.GetBytes(string.Join('\n', pins.Select(pin => pin.Sha256)))));
}
