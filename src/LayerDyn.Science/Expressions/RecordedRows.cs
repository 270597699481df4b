using LayerDyn.Science.Training;

namespace LayerDyn.Science.Expressions;

/// <summary>The rows of a point's records, as far as they were measured.</summary>
/// <param name="records">The records; they may grow.</param>
/// <param name="columns">The columns that are asked for.</param>
public sealed class RecordedRows(MeasurementTable records, IEnumerable<string> columns) : IRows
{
    private readonly (string Name, int Position)[] _columns = [.. columns.Select(name => (name, PositionOf(records.Columns, name)))];

    /// <inheritdoc/>
    public long Step(int row) => records.Steps[row];

    /// <inheritdoc/>
    public double Value(string column, int row)
    {
        foreach (var (name, position) in _columns)
            if (name == column) return position < 0 ? double.NaN : records[row, position];
        return double.NaN;
    }

    private static int PositionOf(IReadOnlyList<string> columns, string name)
    {
        for (int i = 0; i < columns.Count; i++)
            if (columns[i] == name) return i;
        return -1;
    }
}
