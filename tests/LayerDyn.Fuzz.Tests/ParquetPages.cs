using System.Buffers.Binary;

namespace LayerDyn.Fuzz.Tests;

/// <summary>
/// Parquet files of which the pages are changed and the footer is not: on some damaged footers the library that reads them never ends, which nothing
/// around it can help. A store's own segments are read only when their SHA-256 is that of their manifest.
/// </summary>
internal static class ParquetPages
{
    private const int Tail = 8; // the footer's length, and the format's name

    /// <summary>Changed pages, cut or filled to their length, before the footer of a file.</summary>
    public static byte[] WithFooter(byte[] changed, byte[] file)
    {
        int pages = file.Length - Tail - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - Tail));
        byte[] whole = [.. file];
        changed.AsSpan(0, Math.Min(changed.Length, pages)).CopyTo(whole);
        return whole;
    }
}
