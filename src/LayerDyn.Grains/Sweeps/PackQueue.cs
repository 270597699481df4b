using System.Globalization;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Sweeps;

/// <summary>
/// Which packs of a shard are due: a cursor over its index range, then those that came back unfinished, then suspect points one by
/// one. Arithmetic, not a list.
/// </summary>
/// <param name="range">The shard's points.</param>
/// <param name="packSize">Points a pack.</param>
internal sealed class PackQueue(IndexRange range, int packSize)
{
    private const char PointMark = 'p';
    private readonly Queue<string> _returned = [];
    private readonly HashSet<long> _suspects = [];
    private long _cursor = range.First / packSize;

    /// <summary>Name of the pack that holds a point.</summary>
    public string NameOf(long index) => _suspects.Contains(index) ? Alone(index) : Name(index / packSize);

    /// <summary>The next pack with a point that is not settled, with its open points; null when there is none now.</summary>
    public (string Name, List<long> Points)? Next(PointSet settled)
    {
        while (_returned.TryDequeue(out string? name))
            if (Open(name, settled) is { Count: > 0 } points) return (name, points);
        for (; _cursor * packSize < range.End; _cursor++)
            if (Open(Name(_cursor), settled) is { Count: > 0 } points) return (Name(_cursor++), points);
        return null;
    }

    /// <summary>Makes a pack due again.</summary>
    public void Return(string name)
    {
        if (AloneOf(name) is { } alone) _suspects.Add(alone); // also where an earlier owner made it one
        _returned.Enqueue(name);
    }

    /// <summary>Makes the open points of a pack due again, each alone: one of them may be what hangs or kills its silo. Returns the packs that they make.</summary>
    public IReadOnlyList<string> ReturnAlone(string name, PointSet settled)
    {
        var open = Open(name, settled);
        foreach (long index in open) _suspects.Add(index);
        string[] alone = [.. open.Select(Alone)];
        foreach (string pack in alone) _returned.Enqueue(pack);
        return alone;
    }

    /// <summary>The point of a pack that holds a suspect alone; null for others.</summary>
    public static long? AloneOf(string name) => name[0] == PointMark ? long.Parse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture) : null;

    private static string Name(long number) => number.ToString("D8", CultureInfo.InvariantCulture);

    private static string Alone(long index) => string.Create(CultureInfo.InvariantCulture, $"{PointMark}{index}");

    /// <summary>The points of a pack that are not settled.</summary>
    public List<long> Open(string name, PointSet settled)
    {
        if (AloneOf(name) is { } alone) return settled.Contains(alone) ? [] : [alone];
        var open = new List<long>();
        long number = long.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture), end = Math.Min(range.End, (number + 1) * packSize);
        for (long index = number * packSize; index < end; index++)
            if (!settled.Contains(index) && !_suspects.Contains(index)) open.Add(index);
        return open;
    }
}
