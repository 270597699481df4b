using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// A builder whose state is a dictionary from point index to what the curve needs of that point. A point has one result
/// (same identity, same bytes), so the union is idempotent, and building walks the points in the order of their indices, so
/// sums do not depend on the order of folding.
/// </summary>
internal abstract class KeyedCurveBuilder<T>(CurveSpec spec, ISweepGrid grid) : CurveBuilder
    where T : struct
{
    private readonly Dictionary<long, T> _points = [];

    protected ISweepGrid Grid { get; } = grid;

    public sealed override void Fold(PointResult result)
    {
        Check(result.Index);
        if (!_points.ContainsKey(result.Index)) _points.Add(result.Index, Keep(result));
    }

    public sealed override void Save(BinaryWriter writer)
    {
        WriteShared(writer);
        writer.Write(_points.Count);
        foreach (var (index, point) in _points)
        {
            writer.Write(index);
            Write(writer, point);
        }
    }

    public sealed override void Load(BinaryReader reader)
    {
        ReadShared(reader);
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            long index = reader.ReadInt64();
            Check(index);
            _points.TryAdd(index, Read(reader));
        }
    }

    /// <summary>What the curve needs of a point.</summary>
    protected abstract T Keep(PointResult result);

    /// <summary>Writes what was kept of a point.</summary>
    protected abstract void Write(BinaryWriter writer, T point);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    protected abstract T Read(BinaryReader reader);

    /// <summary>Writes what points share, before them.</summary>
    protected virtual void WriteShared(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="WriteShared"/> wrote.</summary>
    protected virtual void ReadShared(BinaryReader reader)
    {
    }

    /// <summary>Everything folded in, in the order of the points' indices.</summary>
    protected (long Index, T Point)[] Sorted()
    {
        var points = new (long Index, T Point)[_points.Count];
        int next = 0;
        foreach (var (index, point) in _points) points[next++] = (index, point);
        Array.Sort(points, static (a, b) => a.Index.CompareTo(b.Index));
        return points;
    }

    /// <summary>The curve of what was folded in; how many points diverged is the last thing found.</summary>
    protected Curve Finish(
        string kind, int points, long diverged, CurveTable table, Chart chart, IEnumerable<string> findings, IReadOnlyDictionary<string, Residual>? residuals = null) =>
        new(CurveName, kind, points, diverged, table, chart, diverged == 0 ? [.. findings] : [.. findings, Shown.Diverged(diverged)],
            residuals ?? new Dictionary<string, Residual>());

    /// <summary>The curve's name.</summary>
    protected string CurveName => spec.Name;

    private void Check(long index)
    {
        if (index < 0 || index >= Grid.PointCount)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"the sweep has points 0 to {Grid.PointCount - 1}");
    }
}
