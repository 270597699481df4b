using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Security;

/// <summary>The API keys that are taken. A key file is read again when it changes, so that a key can be withdrawn without a restart.</summary>
internal sealed class KeyRing(IOptions<SecurityOptions> options)
{
    private readonly Lock _lock = new();
    private IReadOnlyList<KeyOptions> _fromFile = [];
    private DateTime _written;

    /// <summary>The key's entry; null when it is not known.</summary>
    public KeyOptions? Find(string key) => FindHash(ApiKey.Hash(key));

    /// <summary>The entry of a hash; null when it is not known. Every entry is looked at, whichever fits.</summary>
    public KeyOptions? FindHash(string hash)
    {
        KeyOptions? found = null;
        foreach (var entry in Entries())
            if (ApiKey.Same(entry.Hash, hash)) found = entry;
        return found;
    }

    /// <summary>Reads a key file.</summary>
    /// <exception cref="FormatException">A line is not a key.</exception>
    public static IReadOnlyList<KeyOptions> Read(string file)
    {
        var keys = new List<KeyOptions>();
        string[] lines = File.ReadAllLines(file);
        for (int i = 0; i < lines.Length; i++)
        {
            string[] parts = lines[i].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length == 0 || parts[0].StartsWith('#')) continue;
            if (parts.Length != 3 || !Roles.All.Contains(parts[0]) || !ApiKey.IsHash(parts[2]))
                throw new FormatException($"line {i + 1} must be ROLE NAME HASH, as 'layerdyn-silo new-key' prints it");
            keys.Add(new KeyOptions { Role = parts[0], Name = parts[1], Hash = parts[2] });
        }

        return keys;
    }

    private IEnumerable<KeyOptions> Entries()
    {
        string file = options.Value.KeysFile;
        if (file.Length == 0) return options.Value.Keys;
        lock (_lock)
        {
            try
            {
                var written = File.GetLastWriteTimeUtc(file);
                if (written != _written) (_fromFile, _written) = (Read(file), written);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
            {
                _fromFile = []; // a file that cannot be read lets nobody in
                _written = default;
            }

            return [.. options.Value.Keys, .. _fromFile];
        }
    }
}
