using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Curves;

/// <summary>A builder that keeps whole columns of each point: observables by name, with their components and theory twins.</summary>
internal abstract class SliceCurveBuilder(CurveSpec spec, ISweepGrid grid, IReadOnlyList<string> observables)
    : KeyedCurveBuilder<PointSlice>(spec, grid)
{
    // Points of a sweep have few different column lists and schedules: sharing them keeps the state small.
    private readonly List<string[]> _columnSets = [];
    private readonly List<long[]> _stepSets = [];
    private IReadOnlyList<string>? _lastColumns;
    private int[] _lastPositions = [];
    private string[] _lastKept = [];

    /// <summary>The observables asked for.</summary>
    protected IReadOnlyList<string> Observables { get; } = observables;

    protected sealed override PointSlice Keep(PointResult result)
    {
        if (result.Status == OutcomeStatus.Diverged) return new([], [result.LastStep], [], true);
        var records = result.Records;
        if (!ReferenceEquals(records.Columns, _lastColumns)) Select(records.Columns);
        double[] values = new double[records.Rows * _lastKept.Length];
        for (int row = 0, next = 0; row < records.Rows; row++)
            foreach (int position in _lastPositions) values[next++] = records[row, position];
        return new(_lastKept, Share(_stepSets, records.Steps), values, false);
    }

    /// <summary>The value columns (not the theory) of an observable over all points, in the order of their components.</summary>
    protected static string[] ColumnsOf(IEnumerable<(long Index, PointSlice Point)> points, string observable) =>
        [.. points.SelectMany(found => found.Point.Columns).Distinct().Where(column => ColumnName.Matches(column, observable))
            .OrderBy(ColumnName.Component).ThenBy(column => column, StringComparer.Ordinal)];

    private void Select(IReadOnlyList<string> columns)
    {
        List<int> positions = [];
        for (int i = 0; i < columns.Count; i++)
        {
            string column = columns[i];
            string value = column.EndsWith(Science.Experiments.ExperimentColumns.TheorySuffix, StringComparison.Ordinal)
                ? column[..^Science.Experiments.ExperimentColumns.TheorySuffix.Length] : column;
            if (Observables.Any(observable => ColumnName.Matches(value, observable))) positions.Add(i);
        }

        _lastColumns = columns;
        _lastPositions = [.. positions];
        _lastKept = Share(_columnSets, [.. positions.Select(position => columns[position])]);
    }

    private static T[] Share<T>(List<T[]> sets, IReadOnlyList<T> wanted)
    {
        foreach (var set in sets)
            if (set.AsSpan().SequenceEqual([.. wanted])) return set;
        T[] added = [.. wanted];
        sets.Add(added);
        return added;
    }
}
