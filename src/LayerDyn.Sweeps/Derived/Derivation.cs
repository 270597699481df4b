using LayerDyn.Science.Experiments;
using LayerDyn.Science.Expressions;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Sweeps.Derived;

/// <summary>
/// Adds a sweep's derived columns to the records of its points, row by row. They are no part of a point: another sweep that has the point derives
/// its own. A point without a column that one needs does not have that one. What is derived from observables with an exact solution beside them has its own
/// exact twin. Thread-safe.
/// </summary>
internal sealed class Derivation
{
    private readonly HashSet<string> _measured;
    private readonly IReadOnlyList<Axis> _axes;
    private readonly List<(string Name, Expression Meaning)> _derived = [];

    // The layout of the points that came last: those of a sweep have few.
    private volatile Layout? _last;

    /// <param name="derived">The columns.</param>
    /// <param name="measured">The measured columns of all points.</param>
    /// <param name="axes">The axes.</param>
    public Derivation(IReadOnlyList<DerivedColumn> derived, IReadOnlyList<string> measured, IReadOnlyList<Axis> axes)
    {
        (_measured, _axes) = (new(measured, StringComparer.Ordinal), axes);
        foreach (var column in derived)
        {
            _derived.Add((column.Name, column.Meaning));
            if (Twin(column.Meaning) is { } twin) _derived.Add((column.Name + ExperimentColumns.TheorySuffix, twin));
        }

        Columns = [.. measured, .. _derived.Select(column => column.Name)];
    }

    /// <summary>The columns of all points, the measured ones first.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The names that an axis has in expressions.</summary>
    public static IEnumerable<string> NamesOf(Axis axis) => [axis.Name, TableSchema.AxisPrefix + axis.Name];

    /// <summary>The records of a point with the derived columns after the measured ones.</summary>
    /// <param name="records">What was measured of it.</param>
    /// <param name="grid">The sweep.</param>
    /// <param name="index">The point.</param>
    public MeasurementTable Of(MeasurementTable records, ISweepGrid grid, long index)
    {
        var layout = _last;
        if (layout is null || !ReferenceEquals(layout.From, records.Columns)) _last = layout = LayoutOf(records.Columns);
        if (layout.Added.Length == 0) return records;
        var rows = new Rows(records, layout.Positions, Constants(grid.Coordinates(index), grid.SeedOf(index)));
        var table = new MeasurementTable(layout.Columns, records.Rows);
        double[] values = new double[layout.Columns.Count];
        for (int row = 0; row < records.Rows; row++)
        {
            int next = 0;
            for (; next < records.Columns.Count; next++) values[next] = records[row, next];
            foreach (var (_, meaning) in layout.Added) values[next++] = meaning.Number(rows, row);
            table.Add(records.Steps[row], values);
        }

        return table;
    }

    /// <summary>The records of a point without the derived columns: what was measured of it.</summary>
    /// <param name="records">The records as this sweep has them.</param>
    public MeasurementTable Measured(MeasurementTable records)
    {
        int[] kept = [.. Enumerable.Range(0, records.Columns.Count).Where(position => !_derived.Exists(column => column.Name == records.Columns[position]))];
        if (kept.Length == records.Columns.Count) return records;
        var table = new MeasurementTable([.. kept.Select(position => records.Columns[position])], records.Rows);
        for (int row = 0; row < records.Rows; row++) table.Add(records.Steps[row], [.. kept.Select(position => records[row, position])]);
        return table;
    }

    private Dictionary<string, double> Constants(int[] coordinates, int seed)
    {
        var constants = new Dictionary<string, double>(StringComparer.Ordinal) { [TableSchema.Seed] = seed };
        for (int axis = 0; axis < _axes.Count; axis++)
            if (_axes[axis].Numbers is { } numbers)
                foreach (string name in NamesOf(_axes[axis])) constants[name] = numbers[coordinates[axis]];
        return constants;
    }

    private Layout LayoutOf(IReadOnlyList<string> columns)
    {
        var positions = Enumerable.Range(0, columns.Count).ToDictionary(position => columns[position], StringComparer.Ordinal);
        (string Name, Expression Meaning)[] added = [.. _derived.Where(column => column.Meaning.Variables.All(name => !_measured.Contains(name) || positions.ContainsKey(name)))];
        return new(columns, positions, added, [.. columns, .. added.Select(column => column.Name)]);
    }

    // Of what has no exact solution there is none either.
    private Expression? Twin(Expression meaning)
    {
        string[] columns = [.. meaning.Variables.Where(_measured.Contains)];
        if (columns.Length == 0 || !columns.All(column => _measured.Contains(column + ExperimentColumns.TheorySuffix))) return null;
        try
        {
            return meaning.With(name => columns.Contains(name) ? Expression.Parse(name + ExperimentColumns.TheorySuffix) : null);
        }
        catch (ExpressionException)
        {
            return null; // the names of the exact columns make it too long
        }
    }

    private sealed record Layout(
        IReadOnlyList<string> From, Dictionary<string, int> Positions, (string Name, Expression Meaning)[] Added, IReadOnlyList<string> Columns);

    private sealed class Rows(MeasurementTable records, Dictionary<string, int> positions, Dictionary<string, double> constants) : IRows
    {
        public long Step(int row) => records.Steps[row];

        public double Value(string column, int row) =>
            positions.TryGetValue(column, out int position) ? records[row, position] : constants.GetValueOrDefault(column, double.NaN);
    }
}
