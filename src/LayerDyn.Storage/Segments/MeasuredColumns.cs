using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Segments;

/// <summary>
/// The union of the measurement columns of some points, in order of first appearance, and which points have which. Nearly always
/// all points have the same columns; then no row is null.
/// </summary>
internal sealed class MeasuredColumns
{
    private MeasuredColumns(List<string> names, List<IReadOnlyList<string>> layouts, int[] layoutOf) =>
        (Names, Layouts, LayoutOf) = (names, layouts, layoutOf);

    /// <summary>The union.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>The distinct lists of columns.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Layouts { get; }

    /// <summary>The layout of each point.</summary>
    internal IReadOnlyList<int> LayoutOf { get; }

    internal static MeasuredColumns Of(IReadOnlyList<PointResult> results)
    {
        var names = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var layouts = new List<IReadOnlyList<string>>();
        int[] layoutOf = new int[results.Count];
        for (int i = 0; i < results.Count; i++)
        {
            var columns = results[i].Records.Columns;
            int layout = layouts.FindLastIndex(candidate => ReferenceEquals(candidate, columns) || candidate.SequenceEqual(columns));
            if (layout < 0)
            {
                layout = layouts.Count;
                layouts.Add(columns);
                names.AddRange(columns.Where(known.Add));
            }

            layoutOf[i] = layout;
        }

        return new MeasuredColumns(names, layouts, layoutOf);
    }

    /// <summary>Every row of every point.</summary>
    internal IEnumerable<SegmentColumn> AllRows(IReadOnlyList<PointResult> results, int count) => Columns(results, count, everyRow: true);

    /// <summary>The last row of every point; null for a point without rows.</summary>
    internal IEnumerable<SegmentColumn> LastRows(IReadOnlyList<PointResult> results) => Columns(results, results.Count, everyRow: false);

    private IEnumerable<SegmentColumn> Columns(IReadOnlyList<PointResult> results, int count, bool everyRow)
    {
        foreach (string name in Names)
        {
            int[] columnOf = [.. Layouts.Select(layout => IndexOf(layout, name))];
            double[] values = new double[count];
            int[] levels = new int[count];
            int at = 0, present = 0;
            for (int i = 0; i < results.Count; i++)
            {
                var table = results[i].Records;
                int column = columnOf[LayoutOf[i]], rows = everyRow ? table.Rows : 1;
                if (column >= 0 && table.Rows > 0)
                {
                    for (int row = table.Rows - rows; row < table.Rows; row++) values[present++] = table[row, column];
                    levels.AsSpan(at, rows).Fill(1);
                }

                at += rows;
            }

            yield return SegmentColumn.Nullable(name, values, levels);
        }
    }

    private static int IndexOf(IReadOnlyList<string> layout, string name)
    {
        for (int i = 0; i < layout.Count; i++)
            if (layout[i] == name) return i;
        return -1;
    }
}
