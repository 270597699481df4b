using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;

namespace LayerDyn.Science.Files;

/// <summary>
/// Reads IDX files of unsigned bytes, plain or gzip-compressed: two zero bytes, the type 0x08, the number of dimensions, each
/// dimension as a big-endian 32-bit integer, then the bytes.
/// </summary>
public static class Idx
{
    private const byte UnsignedByte = 8;
    private const string Packed = ".gz";

    // Safe to share: the key changes when the file is written (time in nanoseconds, and length). One entry a file that a spec names.
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> Hashes = new();

    /// <summary>The dimensions of a file: only its header is read.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name without <c>.gz</c>; the plain file is preferred.</param>
    /// <exception cref="IOException">It is missing or unreadable.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, by <see cref="DataFiles"/> or the system.</exception>
    /// <exception cref="InvalidDataException">It is no IDX file of unsigned bytes.</exception>
    public static int[] Dimensions(string folder, string name)
    {
        using var stream = Open(folder, name);
        return Header(stream, name);
    }

    /// <summary>All bytes of a file, and its dimensions.</summary>
    /// <exception cref="IOException">It is missing or unreadable.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, by <see cref="DataFiles"/> or the system.</exception>
    /// <exception cref="InvalidDataException">It is no IDX file of unsigned bytes, or too short.</exception>
    public static byte[] Read(string folder, string name, out int[] dimensions)
    {
        using var stream = Open(folder, name);
        dimensions = Header(stream, name);
        byte[] data = new byte[dimensions.Aggregate(1L, (product, size) => product * size)];
        if (stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) < data.Length)
            throw new InvalidDataException($"{name} is shorter than its header says");
        return data;
    }

    /// <summary>SHA-256 of a file's content in hex: the same for the plain and the compressed file.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name without <c>.gz</c>; the plain file is preferred.</param>
    /// <exception cref="IOException">It is missing or unreadable.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, by <see cref="DataFiles"/> or the system.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static string Sha256(string folder, string name)
    {
        var file = DataFiles.Target(Resolve(folder, name));
        var key = (file.FullName, file.Exists ? file.Length : 0, file.LastWriteTimeUtc);
        if (Hashes.TryGetValue(key, out string? known)) return known;
        using var stream = Open(folder, name);
        return Hashes[key] = Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static Stream Open(string folder, string name)
    {
        string path = Resolve(folder, name);
        if (DataFiles.Target(path) is { Exists: true, Length: 0 }) throw new InvalidDataException($"{name} is empty, or no regular file"); // a pipe might never begin
        return path.EndsWith(Packed, StringComparison.Ordinal) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);
    }

    private static string Resolve(string folder, string name)
    {
        string plain = DataFiles.Current.Resolve(Path.Combine(folder, name)), packed = DataFiles.Current.Resolve(Path.Combine(folder, name + Packed));
        return File.Exists(plain) || !File.Exists(packed) ? plain : packed;
    }

    private static int[] Header(Stream stream, string name)
    {
        byte[] header = new byte[4];
        if (stream.ReadAtLeast(header, 4, throwOnEndOfStream: false) < 4 || header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte
            || header[3] is 0 or > 3)
            throw new InvalidDataException($"{name} is not an IDX file of unsigned bytes");
        byte[] sizes = new byte[4 * header[3]];
        if (stream.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false) < sizes.Length)
            throw new InvalidDataException($"{name} ends within its header");
        int[] dimensions = [.. Enumerable.Range(0, header[3]).Select(i => BinaryPrimitives.ReadInt32BigEndian(sizes.AsSpan(4 * i)))];
        if (dimensions.Any(size => size < 1)) throw new InvalidDataException($"{name} has an empty dimension");
        return dimensions;
    }
}
