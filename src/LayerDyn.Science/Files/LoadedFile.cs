using System.Security.Cryptography;
using BitFaster.Caching;
using BitFaster.Caching.Lru;

namespace LayerDyn.Science.Files;

/// <summary>A data file in memory: its arrays and the hash of its bytes.</summary>
public sealed class LoadedFile
{
    // Safe to share: a loaded file is immutable, and the key changes when the file is written (time in nanoseconds, and length).
    // Points of a sweep bind the same few files again and again.
    private static readonly ICache<(string Path, long Length, DateTime Written), LoadedFile> Cache =
        new ConcurrentLruBuilder<(string Path, long Length, DateTime Written), LoadedFile>().WithCapacity(16).WithAtomicGetOrAdd().Build();

    private LoadedFile(string path, byte[] content)
    {
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        Arrays = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npy" => new Dictionary<string, FileArray> { [""] = Npy.Read(content) },
            ".npz" => Npz.Read(content),
            ".safetensors" => Safetensors.Read(content).Tensors,
            var other => throw new FormatException($"'{other}' is not a known kind of file: expected .npy, .npz or .safetensors"),
        };
    }

    /// <summary>SHA-256 of its bytes, in hex.</summary>
    public string Sha256 { get; }

    /// <summary>Its arrays by name; a .npy file has one, with the empty name.</summary>
    public IReadOnlyDictionary<string, FileArray> Arrays { get; }

    /// <summary>Loads a file; relative paths start at the current directory.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, by <see cref="DataFiles"/> or the system.</exception>
    /// <exception cref="FormatException">It is damaged or of an unknown kind.</exception>
    public static LoadedFile Load(string path)
    {
        var file = DataFiles.Current.Regular(path);
        return Cache.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), _ => new LoadedFile(path, File.ReadAllBytes(file.FullName)));
    }
}
