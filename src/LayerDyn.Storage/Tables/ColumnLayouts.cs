using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Tables;

/// <summary>The distinct lists of measured columns of some points, and which point has which. Nearly always all have the same.</summary>
internal sealed class ColumnLayouts
{
    private readonly List<IReadOnlyList<string>> _lists = [];
    private readonly List<int> _listOf = [];

    /// <summary>The distinct lists.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Lists => _lists;

    /// <summary>The list of each point.</summary>
    internal IReadOnlyList<int> ListOf => _listOf;

    /// <summary>Looks at the columns of each point.</summary>
    /// <exception cref="ArgumentException">A point has a column that the schema does not have.</exception>
    internal static ColumnLayouts Of(TableSchema schema, IEnumerable<(long Index, IReadOnlyList<string> Columns)> points)
    {
        var layouts = new ColumnLayouts();
        foreach (var (index, columns) in points)
        {
            int list = layouts._lists.FindLastIndex(known => ReferenceEquals(known, columns) || known.SequenceEqual(columns));
            if (list < 0)
            {
                Check(schema, index, columns);
                list = layouts._lists.Count;
                layouts._lists.Add(columns);
            }

            layouts._listOf.Add(list);
        }

        return layouts;
    }

    /// <summary>The position of a column in each of the lists; -1 where it is not.</summary>
    internal int[] PositionsOf(string column) => [.. _lists.Select(list =>
    {
        for (int i = 0; i < list.Count; i++)
            if (list[i] == column) return i;
        return -1;
    })];

    private static void Check(TableSchema schema, long index, IReadOnlyList<string> columns)
    {
        var unknown = columns.Except(schema.Measurements.Select(column => column.Name)).Select(name => $"'{name}'").ToArray();
        if (unknown.Length > 0)
            throw new ArgumentException($"point {index} measured {string.Join(", ", unknown)}, which its sweep's tables have no column for: "
                + "the columns of an observable may depend only on what ExperimentColumns.DependOn says");
    }
}
