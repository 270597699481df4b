using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// The cells that two axes of a sweep span; every other axis and the seeds fall into the same cell. Of more than <see cref="MostCells"/>, which no
/// picture can show, only every so many values of an axis have cells.
/// </summary>
internal sealed class AxisCells
{
    /// <summary>Most cells of a map.</summary>
    public const int MostCells = 1 << 20;

    private readonly ISweepGrid _grid;
    private readonly int _x;
    private readonly int _y;
    private readonly int _most;
    private readonly int _everyX = 1;
    private readonly int _everyY = 1;

    /// <exception cref="ArgumentException">There is no axis of that name.</exception>
    public AxisCells(ISweepGrid grid, string x, string y, int most = MostCells)
    {
        (_grid, _most) = (grid, most);
        _x = PositionOf(grid, x);
        _y = PositionOf(grid, y);
        var (x0, y0) = (grid.Axes[_x], grid.Axes[_y]);
        while ((long)Kept(x0, _everyX) * Kept(y0, _everyY) > most)
        {
            if (Kept(x0, _everyX) >= Kept(y0, _everyY)) _everyX++;
            else _everyY++;
        }

        (X, Y) = (Every(x0, _everyX), Every(y0, _everyY));
        Count = X.Count * Y.Count;
        IEnumerable<(Axis Axis, int Every)> thinned = [(X, _everyX), (Y, _everyY)];
        string[] kept = [.. thinned.Where(axis => axis.Every > 1).Select(axis => $"one of {axis.Every} values of {axis.Axis.Name}")];
        Note = kept.Length > 0 ? $"drawn and in the table: {string.Join(" and ", kept)}" : "";
    }

    public Axis X { get; }

    public Axis Y { get; }

    /// <summary>Number of cells.</summary>
    public int Count { get; }

    /// <summary>Which values have cells; empty where all have.</summary>
    public string Note { get; }

    /// <summary>The same for the findings, which say where the others are.</summary>
    public IEnumerable<string> Findings => Note.Length > 0 ? [$"{Note}, since a map has at most {Shown.Count(_most, "cell")}; all points are in the results"] : [];

    /// <summary>The cell of a point: row-major, y slowest; -1 for a point between those that have cells.</summary>
    public int Of(long index)
    {
        int[] at = _grid.Coordinates(index);
        return at[_x] % _everyX == 0 && at[_y] % _everyY == 0 ? at[_y] / _everyY * X.Count + (at[_x] / _everyX) : -1;
    }

    /// <summary>The points of each cell, for charts.</summary>
    /// <param name="indices">Ascending.</param>
    public string[] Behind(IEnumerable<long> indices) => StridedPoints.ByGroup(indices.Where(index => Of(index) >= 0), Count, Of);

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

    private static int Kept(Axis axis, int every) => (axis.Count + every - 1) / every;

    private static Axis Every(Axis axis, int every) => every == 1 ? axis : axis with
    {
        Labels = [.. axis.Labels.Where((_, position) => position % every == 0)],
        Numbers = axis.Numbers is { } numbers ? [.. numbers.Where((_, position) => position % every == 0)] : null,
        Flags = axis.Flags is { } flags ? [.. flags.Where((_, position) => position % every == 0)] : null,
    };
}
