using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>The points of a sweep that a curve is drawn of: those with the values that its <c>where</c> names.</summary>
internal sealed class PointFilter
{
    private readonly ISweepGrid _grid;
    private readonly List<(int Axis, int[] Wanted)> _conditions = [];

    /// <exception cref="ArgumentException">There is no such axis or value.</exception>
    public PointFilter(ISweepGrid grid, IReadOnlyDictionary<string, IReadOnlyList<string>>? where)
    {
        _grid = grid;
        foreach (var (name, values) in where ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            int axis = AxisCells.PositionOf(grid, name);
            int[] wanted = [.. values.Select(value => AxisPosition.Of(grid.Axes[axis], value)).Distinct().Order()];
            if (wanted.Contains(-1)) throw new ArgumentException($"'{name}' has no such value", nameof(where));
            _conditions.Add((axis, wanted));
        }

        Text = string.Join(", ", _conditions.Select(condition =>
            $"{grid.Axes[condition.Axis].Name} = {string.Join(" or ", condition.Wanted.Select(position => AxisCells.Label(grid.Axes[condition.Axis], position)))}"));
    }

    /// <summary>The conditions in words: <c>lr = 0.1, wd = 0 or 1</c>; empty for none.</summary>
    public string Text { get; }

    /// <summary>Whether a point is drawn.</summary>
    public bool Includes(long index)
    {
        if (_conditions.Count == 0) return true;
        int[] at = _grid.Coordinates(index);
        foreach (var (axis, wanted) in _conditions)
            if (Array.BinarySearch(wanted, at[axis]) < 0) return false;
        return true;
    }

    /// <summary>The positions of an axis that points drawn can have: those of its own condition and of axes that move with it.</summary>
    public int[] Positions(int axis)
    {
        IEnumerable<int> left = Enumerable.Range(0, _grid.Axes[axis].Count);
        foreach (var (other, wanted) in _conditions)
            if (_grid.DimensionOf(other) == _grid.DimensionOf(axis)) left = left.Intersect(wanted);
        return [.. left];
    }
}
