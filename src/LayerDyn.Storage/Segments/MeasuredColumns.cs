using LayerDyn.Science.Training;
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
    internal IEnumerable<SegmentColumn> AllRows(IReadOnlyList<PointResult> results, int count) =>
        Columns(results, count, (table, column, place) =>
        {
            for (int row = 0; row < table.Rows; row++) place(column < 0 ? null : table[row, column]);
        });

    /// <summary>The last row of every point; null for a point without rows.</summary>
    internal IEnumerable<SegmentColumn> LastRows(IReadOnlyList<PointResult> results) =>
        Columns(results, results.Count, (table, column, place) => place(column < 0 || table.Rows == 0 ? null : table[table.Rows - 1, column]));

    private IEnumerable<SegmentColumn> Columns(
        IReadOnlyList<PointResult> results, int count, Action<MeasurementTable, int, Action<double?>> fill)
    {
        foreach (string name in Names)
        {
            int[] columnOf = [.. Layouts.Select(layout => IndexOf(layout, name))];
            double[] values = new double[count];
            int[] levels = new int[count];
            int at = 0, present = 0;
            for (int i = 0; i < results.Count; i++)
            {
                fill(results[i].Records, columnOf[LayoutOf[i]], value =>
                {
                    if (value is { } number)
                    {
                        values[present++] = number;
                        levels[at] = 1;
                    }

                    at++;
                });
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
