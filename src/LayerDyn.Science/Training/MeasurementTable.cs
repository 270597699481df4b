namespace LayerDyn.Science.Training;

/// <summary>What was measured of one point: one row a measured step, one column a component of an observable.</summary>
/// <param name="columns">Column names, shared by all points of a shape.</param>
/// <param name="rows">How many rows to make room for.</param>
public sealed class MeasurementTable(IReadOnlyList<string> columns, int rows = 0)
{
    private readonly List<long> _steps = new(rows);
    private readonly List<double> _values = new(rows * columns.Count);

    /// <summary>Column names.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>Measured steps, ascending.</summary>
    public IReadOnlyList<long> Steps => _steps;

    /// <summary>Number of rows.</summary>
    public int Rows => _steps.Count;

    /// <summary>The value at a row and a column.</summary>
    public double this[int row, int column] => _values[row * Columns.Count + column];

    /// <summary>Adds the measurement of a step; <paramref name="values"/> has one place a column.</summary>
    public void Add(long step, ReadOnlySpan<double> values)
    {
        if (values.Length != Columns.Count)
            throw new ArgumentException($"{values.Length} values for {Columns.Count} columns", nameof(values));
        _steps.Add(step);
        _values.AddRange(values);
    }
}
