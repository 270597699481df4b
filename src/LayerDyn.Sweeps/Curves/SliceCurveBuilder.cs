using System.Runtime.InteropServices;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Curves;

/// <summary>A builder that keeps whole columns of each point: observables by name, with their components and theory twins.</summary>
/// <param name="spec">The curve.</param>
/// <param name="grid">The sweep.</param>
/// <param name="resolved">Axes that the curve tells apart.</param>
/// <param name="observables">The observables asked for.</param>
/// <param name="also">Further columns that are kept, to compare with.</param>
internal abstract class SliceCurveBuilder(
    FilteredCurveSpec spec, ISweepGrid grid, IEnumerable<string?> resolved, IReadOnlyList<string> observables, params string?[] also)
    : KeyedCurveBuilder<PointSlice>(spec, grid, resolved)
{
    // Points of a sweep have few different column lists and schedules: sharing them keeps the state small.
    private readonly List<string[]> _columnSets = [];
    private readonly List<long[]> _stepSets = [];

    // While a state is read: where its sets are among ours.
    private string[][] _columnsRead = [];
    private long[][] _stepsRead = [];
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

    protected sealed override void WriteShared(BinaryWriter writer)
    {
        writer.Write(_columnSets.Count);
        foreach (string[] columns in _columnSets)
        {
            writer.Write(columns.Length);
            foreach (string column in columns) writer.Write(column);
        }

        writer.Write(_stepSets.Count);
        foreach (long[] steps in _stepSets)
        {
            writer.Write(steps.Length);
            writer.Write(MemoryMarshal.AsBytes(steps.AsSpan()));
        }
    }

    protected sealed override void ReadShared(BinaryReader reader)
    {
        _columnsRead = new string[reader.ReadInt32()][];
        for (int i = 0; i < _columnsRead.Length; i++)
        {
            string[] columns = new string[reader.ReadInt32()];
            for (int c = 0; c < columns.Length; c++) columns[c] = reader.ReadString();
            _columnsRead[i] = Share(_columnSets, columns);
        }

        _stepsRead = new long[reader.ReadInt32()][];
        for (int i = 0; i < _stepsRead.Length; i++)
        {
            long[] steps = new long[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(steps.AsSpan()));
            _stepsRead[i] = Share(_stepSets, steps);
        }
    }

    protected sealed override void Write(BinaryWriter writer, PointSlice point)
    {
        writer.Write(point.Diverged);
        if (point.Diverged)
        {
            writer.Write(point.Steps[0]);
            return;
        }

        writer.Write(_columnSets.FindIndex(columns => ReferenceEquals(columns, point.Columns)));
        writer.Write(_stepSets.FindIndex(steps => ReferenceEquals(steps, point.Steps)));
        writer.Write(MemoryMarshal.AsBytes(point.Values.AsSpan()));
    }

    protected sealed override PointSlice Read(BinaryReader reader)
    {
        if (reader.ReadBoolean()) return new([], [reader.ReadInt64()], [], true);
        string[] columns = _columnsRead[reader.ReadInt32()];
        long[] steps = _stepsRead[reader.ReadInt32()];
        double[] values = new double[steps.Length * columns.Length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return new(columns, steps, values, false);
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
            string column = columns[i], value = ColumnName.Measured(column);
            if (also.Contains(column) || Observables.Any(observable => ColumnName.Matches(value, observable))) positions.Add(i);
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
