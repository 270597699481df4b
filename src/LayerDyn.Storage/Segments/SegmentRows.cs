using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Segments;

/// <summary>The rows of a segment: each point once, or once for each of its measured steps.</summary>
internal sealed class SegmentRows
{
    private readonly IReadOnlyList<PointRow> _points;
    private readonly IReadOnlyList<PointResult> _results;
    private readonly int[] _repeats;

    internal SegmentRows(IReadOnlyList<PointRow> points, IReadOnlyList<PointResult> results, bool everyStep)
    {
        if (points.Count != results.Count) throw new ArgumentException($"{points.Count} points for {results.Count} results", nameof(points));
        for (int i = 0; i < points.Count; i++)
            if (points[i].Index != results[i].Index)
                throw new ArgumentException($"row {i} describes point {points[i].Index}, but the result is of point {results[i].Index}", nameof(points));
        (_points, _results) = (points, results);
        _repeats = [.. results.Select(result => everyStep ? result.Records.Rows : 1)];
        Count = checked(_repeats.Sum());
    }

    /// <summary>Number of rows.</summary>
    internal int Count { get; }

    /// <summary>The columns that say which point a row is of.</summary>
    internal IEnumerable<SegmentColumn> Identity(IReadOnlyList<Axis> axes, IReadOnlyCollection<string> taken)
    {
        yield return SegmentColumn.Of("point", Repeat(point => point.Index));
        yield return SegmentColumn.Of("id", Repeat(point => point.Id.ToString()));
        for (int a = 0; a < axes.Count; a++)
        {
            var axis = axes[a];
            int position = a;
            string name = taken.Contains(axis.Name) ? "axis." + axis.Name : axis.Name;
            yield return axis.Numbers is { } numbers
                ? SegmentColumn.Of(name, Repeat(point => numbers[point.Coordinates[position]]))
                : SegmentColumn.Of(name, Repeat(point => axis.Labels[point.Coordinates[position]]));
        }

        yield return SegmentColumn.Of("seed", Repeat(point => point.Seed));
    }

    /// <summary>The measured step of each row.</summary>
    internal long[] Steps()
    {
        long[] steps = new long[Count];
        int at = 0;
        foreach (var result in _results)
            for (int row = 0; row < result.Records.Rows; row++) steps[at++] = result.Records.Steps[row];
        return steps;
    }

    private T[] Repeat<T>(Func<PointRow, T> value)
    {
        var values = new T[Count];
        int at = 0;
        for (int i = 0; i < _points.Count; i++)
        {
            values.AsSpan(at, _repeats[i]).Fill(value(_points[i]));
            at += _repeats[i];
        }

        return values;
    }
}
