using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Sweeps;

/// <summary>
/// Which packs are due: a cursor over the index range, then those that came back unfinished. Arithmetic, not a list: a sweep of a
/// million points costs a bitmap.
/// </summary>
/// <param name="pointCount">Number of points of the sweep.</param>
/// <param name="packSize">Points a pack.</param>
internal sealed class PackQueue(long pointCount, int packSize)
{
    private readonly Queue<long> _returned = [];
    private long _cursor;

    /// <summary>Name of pack number <paramref name="number"/>.</summary>
    public static string NameOf(long number) => number.ToString("D8", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The next pack with a point that is not settled, with its open points; null when there is none now.</summary>
    public (string Name, List<long> Points)? Next(PointSet settled)
    {
        while (_returned.TryDequeue(out long number))
            if (Open(number, settled) is { Count: > 0 } points) return (NameOf(number), points);
        for (; _cursor * packSize < pointCount; _cursor++)
            if (Open(_cursor, settled) is { Count: > 0 } points) return (NameOf(_cursor++), points);
        return null;
    }

    /// <summary>Makes a pack due again.</summary>
    public void Return(string name) => _returned.Enqueue(long.Parse(name, System.Globalization.CultureInfo.InvariantCulture));

    private List<long> Open(long number, PointSet settled)
    {
        var open = new List<long>();
        long end = Math.Min(pointCount, (number + 1) * packSize);
        for (long index = number * packSize; index < end; index++)
            if (!settled.Contains(index)) open.Add(index);
        return open;
    }
}
