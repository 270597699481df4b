using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Points gathered into the lines of a chart: one group a combination of positions of the <c>by</c> axes, or one for all.</summary>
internal sealed class LineGroups
{
    private readonly ISweepGrid _grid;
    private readonly string _x;
    private readonly int _xAxis;
    private readonly int[] _by;
    private readonly (int Axis, int[] Positions)[] _dimensions;

    /// <param name="grid">The sweep.</param>
    /// <param name="filter">Its points that are drawn.</param>
    /// <param name="x">Abscissa: step, time, epoch, or an axis.</param>
    /// <param name="by">The axes with a line for each combination of positions; null for a single line.</param>
    public LineGroups(ISweepGrid grid, PointFilter filter, string x, IReadOnlyList<string>? by)
    {
        (_grid, _x) = (grid, x);
        _xAxis = Abscissa.RunsAlong(x) ? -1 : AxisCells.PositionOf(grid, x);
        _by = [.. (by ?? []).Select(name => AxisCells.PositionOf(grid, name))];
        _dimensions = [.. _by.DistinctBy(grid.DimensionOf).Select(axis => (axis, filter.Positions(axis)))];
        Count = _dimensions.Aggregate(1, (count, dimension) => count * dimension.Positions.Length);
    }

    /// <summary>Number of groups.</summary>
    public int Count { get; }

    /// <summary>
    /// Whether the abscissa is a sampled axis and other sampled axes, which no line holds, vary along it: then neighbours have little to do with each
    /// other, and points are drawn without a line between them.
    /// </summary>
    public bool AreScattered => _xAxis >= 0 && _grid.Axes[_xAxis].Interval is not null && Enumerable.Range(0, _grid.Axes.Count).Any(axis =>
        _grid.Axes[axis].IsSampled && _grid.DimensionOf(axis) != _grid.DimensionOf(_xAxis) && !_by.Any(told => _grid.Determines(told, axis)));

    /// <summary>Whether there is more than one line for all.</summary>
    public bool Any => _by.Length > 0;

    /// <summary>Names of the axes, for the head of a table.</summary>
    public IEnumerable<string> Columns => _by.Select(axis => _grid.Axes[axis].Name);

    /// <summary>The group of a point that the filter includes.</summary>
    public int Of(long index)
    {
        if (_dimensions.Length == 0) return 0;
        int[] at = _grid.Coordinates(index);
        int group = 0;
        foreach (var (axis, positions) in _dimensions) group = group * positions.Length + Array.BinarySearch(positions, at[axis]);
        return group;
    }

    /// <summary>What a group is called: <c>lambda = 2, lr = 0.1</c>; empty when there is one for all.</summary>
    public string Label(int group) => string.Join(", ", Positions(group).Select(found => $"{found.Axis.Name} = {AxisCells.Label(found.Axis, found.Position)}"));

    /// <summary>What tells the lines apart, for titles: <c>, by lambda and lr</c>; empty when there is one for all.</summary>
    public string By => Any ? $", by {string.Join(" and ", Columns)}" : "";

    /// <summary>Colour of a group's line; black where there is one for all.</summary>
    public int Color(int group) => Any ? group : -1;

    /// <summary>A group in brackets, for findings: <c> (lambda = 2)</c>; empty when there is one for all.</summary>
    public string Suffix(int group) => Any ? $" ({Label(group)})" : "";

    /// <summary>What a table shows for a group, a cell an axis.</summary>
    public IEnumerable<object?> Cells(int group) => Positions(group).Select(found => AxisCells.Cell(found.Axis, found.Position));

    /// <summary>One column of a point along the abscissa; a single place, at the last measurement, when the abscissa is an axis.</summary>
    /// <param name="index">The point.</param>
    /// <param name="point">What was kept of it.</param>
    /// <param name="column">The column.</param>
    /// <param name="theory">The column of what it is compared with; null for nothing.</param>
    public PointLine Line(long index, PointSlice point, string column, string? theory = null)
    {
        int value = point.ColumnOf(column), compared = theory is null ? -1 : point.ColumnOf(theory);
        int rows = point.Steps.Length;
        if (_xAxis >= 0)
        {
            if (rows == 0) return new(index, [], [], []);
            return new(index, [PlaceOf(index)], [point.At(rows - 1, value)], [point.At(rows - 1, compared)]);
        }

        double scale = ScaleOf(index);
        var line = new PointLine(index, new double[rows], new double[rows], new double[rows]);
        for (int row = 0; row < rows; row++)
        {
            line.X[row] = point.Steps[row] * scale;
            line.Y[row] = point.At(row, value);
            line.Theory[row] = point.At(row, compared);
        }

        return line;
    }

    /// <summary>The points that finished, of each group that has any.</summary>
    /// <param name="points">Points in the order of their indices.</param>
    public IEnumerable<(int Group, (long Index, PointSlice Point)[] Members)> Finished(IEnumerable<(long Index, PointSlice Point)> points) =>
        points.Where(found => !found.Point.Diverged).GroupBy(found => Of(found.Index)).OrderBy(group => group.Key).Select(group => (group.Key, group.ToArray()));

    /// <summary>The points of each group, for charts.</summary>
    /// <param name="indices">Ascending.</param>
    public string[] Behind(IEnumerable<long> indices) => StridedPoints.ByGroup(indices, Count, Of);

    /// <summary>The crosses of the points of a group that diverged.</summary>
    /// <param name="points">Points in the order of their indices.</param>
    /// <param name="group">The group.</param>
    /// <param name="color">Colour of its line; black where a line is something else than a group.</param>
    /// <param name="factor">What the abscissa of a point is to be multiplied with; null for 1.</param>
    public IReadOnlyList<DivergedMark> Marks(
        IEnumerable<(long Index, PointSlice Point)> points, int group, int color = -1, Func<long, double>? factor = null) =>
        [.. points.Where(found => found.Point.Diverged && Of(found.Index) == group)
            .GroupBy(found => EndOf(found.Index, found.Point) * (factor?.Invoke(found.Index) ?? 1), found => found.Index)
            .OrderBy(found => found.Key)
            .Select(found => new DivergedMark(found.Key, found.Count(), color, StridedPoints.Write([.. found])))];

    private IEnumerable<(Axis Axis, int Position)> Positions(int group)
    {
        int[] at = new int[_dimensions.Length];
        for (int i = at.Length - 1; i >= 0; i--)
        {
            (group, int position) = Math.DivRem(group, _dimensions[i].Positions.Length);
            at[i] = _dimensions[i].Positions[position];
        }

        foreach (int axis in _by)
            yield return (_grid.Axes[axis], at[Array.FindIndex(_dimensions, dimension => _grid.DimensionOf(dimension.Axis) == _grid.DimensionOf(axis))]);
    }

    private double EndOf(long index, PointSlice point) => _xAxis >= 0 ? PlaceOf(index) : point.Steps[^1] * ScaleOf(index);

    private double PlaceOf(long index) => AxisCells.Place(_grid.Axes[_xAxis], _grid.Coordinates(index)[_xAxis]);

    private double ScaleOf(long index) => _x == Abscissa.Step ? 1 : Abscissa.PerStep(_x, _grid.Experiment(index));
}
