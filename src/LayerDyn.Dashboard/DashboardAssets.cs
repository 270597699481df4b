using System.Collections.Frozen;
using System.Security.Cryptography;

namespace LayerDyn.Dashboard;

/// <summary>The dashboard's files, embedded into this assembly when it was built.</summary>
public sealed class DashboardAssets
{
    private const string Prefix = "dashboard/";
    private readonly FrozenDictionary<string, DashboardAsset> _assets;

    /// <summary>Reads them.</summary>
    public DashboardAssets()
    {
        var assembly = typeof(DashboardAssets).Assembly;
        string[] names = [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))];
        _assets = names.Where(name => !name.EndsWith(".gz", StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name => new DashboardAsset(TypeOf(name), Read(name), Read($"{name}.gz")), StringComparer.Ordinal);
        if (_assets.TryGetValue("index.html", out var index)) IndexTag = $"\"{Convert.ToHexStringLower(SHA256.HashData(index.Content))[..16]}\"";

        byte[] Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name);
            if (stream is null) return [];
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
    }

    /// <summary>Whether the dashboard is in this build. Where npm was missing, its page only says so.</summary>
    public bool IsBuilt => _assets.Keys.Any(name => name.StartsWith("assets/", StringComparison.Ordinal));

    /// <summary>
    /// The page of a report in one file, whose element <c>data</c> holds <see cref="ReportSlot"/> where the report's own data belong; empty where the dashboard
    /// is not in this build.
    /// </summary>
    public ReadOnlyMemory<byte> ReportPage => _assets.FirstOrDefault(asset => asset.Key.EndsWith(".template", StringComparison.Ordinal)).Value?.Content;

    /// <summary>What stands in <see cref="ReportPage"/> in place of a report's data.</summary>
    public const string ReportSlot = """{"title":""}""";

    /// <summary>Entity tag of the page.</summary>
    public string IndexTag { get; } = "\"none\"";

    /// <summary>A file by its path, e.g. <c>assets/main-ABC.js</c>; null when there is none.</summary>
    public DashboardAsset? Find(string path) => _assets.GetValueOrDefault(path);

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
