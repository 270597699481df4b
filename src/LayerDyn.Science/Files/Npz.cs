using System.IO.Compression;

namespace LayerDyn.Science.Files;

/// <summary>Several named arrays in one file: NumPy's zip of .npy files, compressed or not.</summary>
public static class Npz
{
    private const string Suffix = ".npy";

    // A small file may unpack to a thousand times its size, and its arrays are there as they were and as numbers.
    private const int ShareOfMemory = 8;

    // Deflate makes at most 258 bytes of two bits.
    private const long MostUnpacked = 1032;

    /// <summary>Reads every array, by name.</summary>
    /// <exception cref="FormatException">It is not a .npz file, is damaged, or an array cannot be read.</exception>
    public static IReadOnlyDictionary<string, FileArray> Read(byte[] file)
    {
        var arrays = new SortedDictionary<string, FileArray>(StringComparer.Ordinal);
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            double unpacked = zip.Entries.Sum(entry => (double)entry.Length), most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMemory;
            // Sizes are the archive's word, of single entries too, and memory is taken by them.
            if (unpacked / MostUnpacked > file.Length)
                throw new FormatException(FormattableString.Invariant($"the .npz file is damaged: it says that its {file.Length} bytes unpack to {unpacked:F0}, which they cannot"));
            if (unpacked > most)
                throw new FormatException(FormattableString.Invariant($"the .npz file holds {unpacked / 1e9:F1} GB, and at most {most / 1e9:F1} GB are read, an eighth of the machine's memory: keep what is needed in a file of its own"));
            foreach (var entry in zip.Entries)
            {
                if (!entry.FullName.EndsWith(Suffix, StringComparison.Ordinal)) continue;
                string name = entry.FullName[..^Suffix.Length];
                if (!arrays.TryAdd(name, Read(entry))) throw new FormatException($"the .npz file holds the array {name} twice");
            }
        }
        catch (InvalidDataException damaged)
        {
            throw new FormatException($"not a .npz file, or a damaged one: {damaged.Message}", damaged);
        }

        return arrays;
    }

    /// <summary>Writes arrays without compression, in ordinal order of their names. The same arrays give the same bytes.</summary>
    public static byte[] Write(IReadOnlyDictionary<string, FileArray> arrays)
    {
        using var stream = new MemoryStream();
        Write(stream, arrays.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, Npy.Write(pair.Value))));
        return stream.ToArray();
    }

    /// <summary>Writes .npy files, one after another as they come and without compression, as one .npz file.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="files">Names of arrays, without ending, and their .npy files.</param>
    public static void Write(Stream output, IEnumerable<(string Name, byte[] Npy)> files)
    {
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, npy) in files)
        {
            var entry = zip.CreateEntry(name + Suffix, CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the zero of zip time: no clock in a file
            using var content = entry.Open();
            content.Write(npy);
        }
    }

    private static FileArray Read(ZipArchiveEntry entry)
    {
        if (entry.Length > FileArray.MaxElements * 8 + (1 << 20))
            throw new FormatException($"{entry.FullName} is larger than an array may be");
        // The length that the archive states is not trusted: an entry may inflate to anything.
        byte[] bytes = new byte[entry.Length];
        using var content = entry.Open();
        try
        {
            content.ReadExactly(bytes);
            if (content.ReadByte() >= 0) throw new FormatException("it is longer than the archive says");
            return Npy.Read(bytes);
        }
        catch (EndOfStreamException)
        {
            throw new FormatException($"{entry.FullName}: it is shorter than the archive says");
        }
        catch (FormatException damaged)
        {
            throw new FormatException($"{entry.FullName}: {damaged.Message}", damaged);
        }
    }
}
