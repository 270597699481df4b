using System.Globalization;
using System.Text;
using LayerDyn.Api;
using LayerDyn.Science.Keeping;
using LayerDyn.Storage;
using LayerDyn.Storage.Kept;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Services;

namespace LayerDyn.Client.Commands;

/// <summary>Writes what is kept of a sweep's points into a folder, a safetensors file for each point and step.</summary>
/// <param name="part">What of it: a name of <see cref="KeepBinder.Names"/>, or <see cref="All"/>.</param>
/// <param name="folder">The folder.</param>
internal sealed class KeptExport(string part, string folder)
{
    /// <summary>The word for all parts together.</summary>
    public const string All = "kept";

    private readonly HashSet<string> _written = [];
    private readonly List<string> _damaged = [];
    private long _points;

    /// <summary>What can be asked for.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. KeepBinder.Names, All];

    /// <summary>From the store.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<int> FromStoreAsync(IArtifactStore store, SweepPlan plan, PointConditions conditions, CancellationToken cancellation)
    {
        var kept = new KeptStore(store, plan.Id);
        var manifest = (await new ManifestStore(store, plan.Id, plan.PointCount).ReadAsync(cancellation)).Manifest;
        foreach (var segment in manifest.Segments.Where(segment => segment.Kept > 0).OrderBy(segment => segment.First))
        {
            foreach (var (index, files) in (await kept.ListAsync(segment, cancellation)).Where(point => conditions.None || conditions.HoldFor(point.Key)).OrderBy(point => point.Key))
            {
                await WriteAsync(files.Select(file => (file.Step is null, kept.PathOf(index, file).Name)), async position =>
                {
                    var (content, damage) = await kept.TryReadAsync(index, files[position], cancellation);
                    if (damage is not null) _damaged.Add(damage);
                    return content;
                });
            }
        }

        return End(plan.Id.Value);
    }

    /// <summary>From a cluster.</summary>
    /// <exception cref="ApiException">It refused, or did not answer.</exception>
    public async Task<int> FromClusterAsync(LayerDynClient client, string sweep, IReadOnlyList<string> where, CancellationToken cancellation)
    {
        foreach (long index in await PointsAsync(client, sweep, where, cancellation))
        {
            var files = (await client.PointAsync(sweep, index, cancellation)).Kept;
            await WriteAsync(files.Select(file => (file.Step is null, file.Name)), async position => await client.KeptAsync(sweep, index, files[position].Name, cancellation));
        }

        return End(sweep);
    }

    /// <summary>The path of a file. Its name may come from a server, which has no say in where files go.</summary>
    /// <exception cref="UserException">The name is more than a name.</exception>
    internal static string FileOf(string folder, string name) => name.Length > 0 && name is not ("." or "..") && !name.Contains('\\') && Path.GetFileName(name) == name
        ? Path.Combine(folder, name)
        : throw new UserException($"'{name}' is sent as the name of a file, which must have no folder in it", "ask whoever runs this cluster: no silo of this version sends it");

    // Those that are committed, by the one answer that takes the same conditions.
    private static async Task<long[]> PointsAsync(LayerDynClient client, string sweep, IReadOnlyList<string> where, CancellationToken cancellation)
    {
        using var table = new MemoryStream();
        await client.WriteTableAsync(sweep, [("what", "results"), ("format", "csv"), ("columns", "point"), .. where.Select(condition => ("where", condition))], table, cancellation);
        return [.. Encoding.UTF8.GetString(table.GetBuffer(), 0, (int)table.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1)
            .Select(line => long.Parse(line, CultureInfo.InvariantCulture))];
    }

    private async Task WriteAsync(IEnumerable<(bool IsData, string Name)> files, Func<int, Task<ReadOnlyMemory<byte>?>> read)
    {
        bool any = false;
        foreach (var ((isData, name), position) in files.Select((file, position) => (file, position)))
        {
            if (part != All && isData != (part == KeepBinder.Data)) continue;
            if (_written.Contains(name))
            {
                any = true; // data of another point, too
                continue;
            }

            string file = FileOf(folder, name);
            if (await read(position) is not { } content || (part is All or KeepBinder.Data ? content : KeptCodec.PartOf(content, part)) is not { } wanted) continue;
            if (!Holds(file, wanted)) await UserFile.WriteAsync(file, output => output.WriteAsync(wanted).AsTask());
            _written.Add(name);
            any = true;
        }

        if (any) _points++;
    }

    // All parts of a point and step have one name, as those of other sweeps have.
    private bool Holds(string file, ReadOnlyMemory<byte> wanted)
    {
        try
        {
            if (!File.Exists(file)) return false;
            if (new FileInfo(file).Length == wanted.Length && File.ReadAllBytes(file).AsSpan().SequenceEqual(wanted.Span)) return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{file}' cannot be read: {error.Message}", "name another folder by --to");
        }

        throw new UserException($"'{file}' is there, holds something else than {part} of this sweep, and is not written over", "name another folder by --to, or delete the file");
    }

    private int End(string sweep)
    {
        foreach (string damage in _damaged) Console.Error.WriteLine($"error: {damage}");
        if (_damaged.Count > 0) Console.Error.WriteLine($"  'layerdyn verify {sweep} --repair' has their points computed again");
        if (_written.Count == 0 && _damaged.Count == 0)
            throw new UserException($"{sweep} has no {(part == All ? "files with what is kept" : part)} of these points", $"keep them in its spec, as keep: {{ {(part == KeepBinder.Data ? "data: true" : $"{(part == All ? "weights" : part)}: [0, last]")} }}, and run it: 'layerdyn point {sweep} 0' shows what a point keeps");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sweep}: {part} of {Report.Points(_points)} written to {folder} ({_written.Count:N0} {(_written.Count == 1 ? "file" : "files")})"));
        return _damaged.Count == 0 ? ExitCodes.Success : ExitCodes.Incomplete;
    }
}
