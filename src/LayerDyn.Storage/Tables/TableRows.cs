using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Tables;

/// <summary>
/// Rows of one of a sweep's tables. Every format is written from its columns, so that all have the same values under the same names
/// in the same order.
/// </summary>
public abstract class TableRows
{
    private readonly TableSchema _schema;
    private readonly IReadOnlyList<PointRow> _points;
    private readonly string[] _statuses;
    private readonly int[] _repeats;
    private readonly Dictionary<string, int> _axes;

    private protected TableRows(TableSchema schema, IReadOnlyList<PointRow> points, string[] statuses, int[] repeats, ColumnLayouts layouts)
    {
        (_schema, _points, _statuses, _repeats, Layouts) = (schema, points, statuses, repeats, layouts);
        _axes = schema.Axes.Select((column, axis) => (column.Name, axis)).ToDictionary(pair => pair.Name, pair => pair.axis, StringComparer.Ordinal);
        Count = checked(repeats.Sum());
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>The table's columns in the order of the schema, each made when it is reached.</summary>
    public IEnumerable<ColumnValues> Columns => ValuesOf(SchemaOf(_schema));

    /// <summary>The values of some columns of the table, in their order, each made when it is reached.</summary>
    public IEnumerable<ColumnValues> ValuesOf(IEnumerable<TableColumn> columns) => columns.Select(column => column.Name switch
    {
        TableSchema.Point => new(column, Repeat(i => _points[i].Index)),
        TableSchema.Id => new(column, Repeat(i => _points[i].Id.ToString())),
        TableSchema.Seed => new(column, Repeat(i => (long)_points[i].Seed)),
        TableSchema.Status => new(column, Repeat(i => _statuses[i])),
        _ => _axes.TryGetValue(column.Name, out int axis) ? new(column, AxisValues(_schema.Swept[axis], column.Type, axis)) : Own(column),
    });

    /// <summary>Which measured columns each point has.</summary>
    internal ColumnLayouts Layouts { get; }

    private protected abstract IReadOnlyList<TableColumn> SchemaOf(TableSchema schema);

    /// <summary>A column that this table has of its own, or a measurement.</summary>
    private protected abstract ColumnValues Own(TableColumn column);

    /// <summary>Refuses points that are not those of the results.</summary>
    private protected static void Check(IReadOnlyList<PointRow> points, IReadOnlyList<long> results)
    {
        if (points.Count != results.Count) throw new ArgumentException($"{points.Count} points for {results.Count} results", nameof(points));
        for (int i = 0; i < points.Count; i++)
            if (points[i].Index != results[i])
                throw new ArgumentException($"row {i} describes point {points[i].Index}, but the result is of point {results[i]}", nameof(points));
    }

    private Array AxisValues(Axis axis, ColumnType type, int place) => type switch
    {
        ColumnType.Boolean => Repeat(i => axis.Flags![_points[i].Coordinates[place]]),
        ColumnType.Integer => Repeat(i => (long)axis.Numbers![_points[i].Coordinates[place]]),
        ColumnType.Number => Repeat(i => axis.Numbers![_points[i].Coordinates[place]]),
        _ => Repeat(i => axis.Labels[_points[i].Coordinates[place]]),
    };

    private T[] Repeat<T>(Func<int, T> value)
    {
        var values = new T[Count];
        int at = 0;
        for (int i = 0; i < _points.Count; at += _repeats[i++]) values.AsSpan(at, _repeats[i]).Fill(value(i));
        return values;
    }
}
