using LayerDyn.Science.Training;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Finds one column in tables that mostly share their column list. Not thread-safe.</summary>
internal sealed class ColumnLookup(string name)
{
    private IReadOnlyList<string>? _columns;
    private int _position;

    /// <summary>The value at a row; NaN where the table has no such column.</summary>
    public double In(MeasurementTable records, int row)
    {
        if (!ReferenceEquals(records.Columns, _columns))
        {
            _columns = records.Columns;
            _position = -1;
            for (int i = 0; i < _columns.Count && _position < 0; i++)
                if (_columns[i] == name) _position = i;
        }

        return _position < 0 ? double.NaN : records[row, _position];
    }
}
