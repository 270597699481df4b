using System.Numerics;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// The cells that two axes of a sweep span; every other axis and the seeds fall into the same cell. Of more than <see cref="MostCells"/>, which no
/// picture can show, only every so many values of an axis have cells. A sampled axis has a value of its own for every sample: its interval is cut into
/// equal parts, together about as many as there are samples, which a Sobol sequence of 2^k samples fills with one each.
/// </summary>
internal sealed class AxisCells
{
    /// <summary>Most cells of a map.</summary>
    public const int MostCells = 1 << 20;

    private readonly ISweepGrid _grid;
    private readonly int _x;
    private readonly int _y;
    private readonly int _most;
    private readonly CellAxis _cellsX;
    private readonly CellAxis _cellsY;

    /// <exception cref="ArgumentException">There is no axis of that name.</exception>
    public AxisCells(ISweepGrid grid, string x, string y, int most = MostCells)
    {
        (_grid, _most) = (grid, most);
        _x = PositionOf(grid, x);
        _y = PositionOf(grid, y);
        var (x0, y0) = (grid.Axes[_x], grid.Axes[_y]);
        var (partsX, partsY) = Parts(x0, y0);
        int everyX = 1, everyY = 1;
        while ((long)(partsX ?? Kept(x0, everyX)) * (partsY ?? Kept(y0, everyY)) > most)
        {
            if (partsY is not null || (partsX is null && Kept(x0, everyX) >= Kept(y0, everyY))) everyX++;
            else everyY++;
        }

        _cellsX = partsX is { } inX ? CellAxis.Parts(x0, x0.Interval!, inX) : CellAxis.Every(x0, everyX);
        _cellsY = partsY is { } inY ? CellAxis.Parts(y0, y0.Interval!, inY) : CellAxis.Every(y0, everyY);
        Count = X.Count * Y.Count;
        string shown = Said("drawn and in the table: ", cells => !cells.IsParts) is { Length: > 0 } thinned ? thinned : Said("cells are ", cells => cells.IsParts);
        string refined = grid.RefinedAxes.Contains(x) || grid.RefinedAxes.Contains(y) ? "cells without a value were not chosen by refine, and not run" : "";
        Note = string.Join("; ", new[] { shown, refined }.Where(note => note.Length > 0));
    }

    public Axis X => _cellsX.Shown;

    public Axis Y => _cellsY.Shown;

    /// <summary>The names of the axes of which a cell has one value.</summary>
    public IEnumerable<string> Resolved => new[] { _cellsX, _cellsY }.Where(cells => !cells.IsParts).Select(cells => cells.Shown.Name);

    /// <summary>Number of cells.</summary>
    public int Count { get; }

    /// <summary>Which values have cells, or what parts of an interval a cell is, and why cells may have no value; empty where each value has its own, and all are run.</summary>
    public string Note { get; }

    /// <summary>The same for the findings, which say where the others are.</summary>
    public IEnumerable<string> Findings => Said("drawn and in the table: ", cells => !cells.IsParts) is { Length: > 0 } thinned ? [$"{thinned}, since a map has at most {Shown.Count(_most, "cell")}; all points are in the results"] : [];

    /// <summary>The cell of a point: row-major, y slowest; -1 for a point between those that have cells.</summary>
    public int Of(long index)
    {
        int[] at = _grid.Coordinates(index);
        int x = _cellsX.Of(at[_x]), y = _cellsY.Of(at[_y]);
        return x >= 0 && y >= 0 ? y * X.Count + x : -1;
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

    public HeatmapAxis ChartX() => Chart(_cellsX);

    public HeatmapAxis ChartY() => Chart(_cellsY);

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

    // How many parts of intervals: a power of two each, together at most as many as there are samples of them.
    private static (int? X, int? Y) Parts(Axis x, Axis y)
    {
        const int MostParts = 64;
        if (x.Interval is null && y.Interval is null) return (null, null);
        int samples = BitOperations.Log2((uint)Math.Max(1, x.Interval is null ? y.Count : x.Count));
        if (x.Interval is not null && y.Interval is not null) return (Power((samples + 1) / 2), Power(samples / 2));
        var other = x.Interval is null ? x : y;
        // Samples share their values on a sampled axis of few values, and have all those of an axis that is crossed.
        int left = other.IsSampled ? samples - BitOperations.Log2((uint)other.Count) : samples;
        return x.Interval is not null ? (Power(left), null) : (null, Power(left));

        static int Power(int bits) => Math.Min(1 << Math.Max(0, bits), MostParts);
    }

    // The name leads from a cell to its points, by the value of the axis that they have; of a part of an interval there is no such value.
    private HeatmapAxis Chart(CellAxis cells)
    {
        var axis = AxisNames.Of(cells.Shown, _grid).Map(cells.Shown);
        return cells.IsParts ? axis with { Name = null } : axis;
    }

    private string Said(string of, Func<CellAxis, bool> which)
    {
        string[] notes = [.. new[] { _cellsX, _cellsY }.Where(which).Select(cells => cells.Note).Where(note => note.Length > 0)];
        return notes.Length == 0 ? "" : of + string.Join(" and ", notes);
    }
}
