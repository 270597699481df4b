using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Points gathered into the lines of a chart: one group a position of the <c>by</c> axis, or one for all.</summary>
/// <param name="grid">The sweep.</param>
/// <param name="x">Abscissa: step, time, or an axis.</param>
/// <param name="by">The axis with a line for each position; null for a single line.</param>
internal sealed class LineGroups(ISweepGrid grid, string x, string? by)
{
    private readonly int _by = by is null ? -1 : AxisCells.PositionOf(grid, by);
    private readonly int _x = Abscissa.RunsAlong(x) ? -1 : AxisCells.PositionOf(grid, x);

    /// <summary>Number of groups.</summary>
    public int Count => _by < 0 ? 1 : grid.Axes[_by].Count;

    /// <summary>The group of a point.</summary>
    public int Of(long index) => _by < 0 ? 0 : grid.Coordinates(index)[_by];

    /// <summary>What a group is called: <c>lambda = 2</c>; empty when there is one for all.</summary>
    public string Label(int group) => _by < 0 ? "" : $"{grid.Axes[_by].Name} = {AxisCells.Label(grid.Axes[_by], group)}";

    /// <summary>What a table shows for a group; null when there is one for all.</summary>
    public object? Cell(int group) => _by < 0 ? null : AxisCells.Cell(grid.Axes[_by], group);

    /// <summary>One column of a point along the abscissa; a single place, at the last measurement, when the abscissa is an axis.</summary>
    public PointLine Line(long index, PointSlice point, string column)
    {
        int value = point.ColumnOf(column), theory = point.ColumnOf(ColumnName.Theory(column));
        int rows = point.Steps.Length;
        if (_x >= 0)
        {
            if (rows == 0) return new(index, [], [], []);
            return new(index, [PlaceOf(index)], [point.At(rows - 1, value)], [point.At(rows - 1, theory)]);
        }

        double scale = ScaleOf(index);
        var line = new PointLine(index, new double[rows], new double[rows], new double[rows]);
        for (int row = 0; row < rows; row++)
        {
            line.X[row] = point.Steps[row] * scale;
            line.Y[row] = point.At(row, value);
            line.Theory[row] = point.At(row, theory);
        }

        return line;
    }

    /// <summary>The points of each group, for charts.</summary>
    /// <param name="indices">Ascending.</param>
    public string[] Behind(IEnumerable<long> indices) => PointRanges.ByGroup(indices, Count, Of);

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
            .Select(found => new DivergedMark(found.Key, found.Count(), color, PointRanges.Write([.. found])))];

    private double EndOf(long index, PointSlice point) => _x >= 0 ? PlaceOf(index) : point.Steps[^1] * ScaleOf(index);

    private double PlaceOf(long index) => AxisCells.Place(grid.Axes[_x], grid.Coordinates(index)[_x]);

    private double ScaleOf(long index) => x == Abscissa.Time ? grid.Experiment(index).Optimizer.LearningRate : 1;
}
