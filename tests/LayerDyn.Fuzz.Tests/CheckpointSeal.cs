using System.Security.Cryptography;
using System.Text;

namespace LayerDyn.Fuzz.Tests;

/// <summary>Gives a changed checkpoint the checksum that fits, so that what is inside is read: whoever may write into the store can do so too.</summary>
internal static class CheckpointSeal
{
    private const int Digits = 64;

    public static byte[] Renew(byte[] file)
    {
        ReadOnlySpan<byte> key = "\"layerdyn.sha256\":\""u8;
        int at = file.AsSpan().IndexOf(key) + key.Length;
        if (at < key.Length || at + Digits > file.Length) return file;
        byte[] sealedFile = [.. file];
        sealedFile.AsSpan(at, Digits).Fill((byte)'0');
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(sealedFile)), sealedFile.AsSpan(at, Digits));
        return sealedFile;
    }
}
