using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>The cells that two axes of a sweep span; every other axis and the seeds fall into the same cell.</summary>
internal sealed class AxisCells
{
    private readonly ISweepGrid _grid;
    private readonly int _x;
    private readonly int _y;

    /// <exception cref="ArgumentException">There is no axis of that name.</exception>
    public AxisCells(ISweepGrid grid, string x, string y)
    {
        _grid = grid;
        _x = PositionOf(grid, x);
        _y = PositionOf(grid, y);
        X = grid.Axes[_x];
        Y = grid.Axes[_y];
        Count = X.Count * Y.Count;
    }

    public Axis X { get; }

    public Axis Y { get; }

    /// <summary>Number of cells.</summary>
    public int Count { get; }

    /// <summary>The cell of a point: row-major, y slowest.</summary>
    public int Of(long index)
    {
        int[] at = _grid.Coordinates(index);
        return at[_y] * X.Count + at[_x];
    }

    /// <summary>The points of each cell, for charts.</summary>
    /// <param name="indices">Ascending.</param>
    public string[] Behind(IEnumerable<long> indices) => StridedPoints.ByGroup(indices, Count, Of);

    /// <summary>Position on the x axis of a cell.</summary>
    public int Column(int cell) => cell % X.Count;

    /// <summary>Position on the y axis of a cell.</summary>
    public int Row(int cell) => cell / X.Count;

    /// <summary>The two axes' values at a cell, for tables.</summary>
    public (object X, object Y) Place(int cell) => (Cell(X, Column(cell)), Cell(Y, Row(cell)));

    /// <summary>A cell in words: <c>lambda = 2, ratio = 1</c>.</summary>
    public string Describe(int cell) => $"{Y.Name} = {Label(Y, Row(cell))}, {X.Name} = {Label(X, Column(cell))}";

    public HeatmapAxis ChartX() => AxisNames.Of(X, _grid).Map(X);

    public HeatmapAxis ChartY() => AxisNames.Of(Y, _grid).Map(Y);

    /// <summary>What a table shows for a position of an axis: its number, or its label.</summary>
    public static object Cell(Axis axis, int position) => axis.Numbers is { } numbers ? numbers[position] : axis.Labels[position];

    /// <summary>Where a position of an axis stands on a line's abscissa: its number, or the position itself.</summary>
    public static double Place(Axis axis, int position) => axis.Numbers is { } numbers ? numbers[position] : position;

    /// <summary>What words show for a position of an axis: its number, shortened, or its label.</summary>
    public static string Label(Axis axis, int position) => axis.Numbers is { } numbers ? Shown.Number(numbers[position]) : axis.Labels[position];

    /// <summary>Where an axis stands among the sweep's axes.</summary>
    /// <exception cref="ArgumentException">There is no axis of that name.</exception>
    public static int PositionOf(ISweepGrid grid, string name)
    {
        for (int i = 0; i < grid.Axes.Count; i++)
            if (grid.Axes[i].Name == name) return i;
        throw new ArgumentException($"'{name}' is not an axis of this sweep", nameof(name));
    }
}
