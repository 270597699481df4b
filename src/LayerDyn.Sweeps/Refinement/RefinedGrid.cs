using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Refinement;

/// <summary>The axes that a sweep refines, cell by cell, with the points of each cell; a slice is a combination of positions on the other axes.</summary>
internal sealed class RefinedGrid
{
    private readonly long[] _strides;
    private readonly long[] _slices;

    /// <param name="plan">The sweep.</param>
    /// <param name="axes">The refined axes, each of another dimension of its grid.</param>
    public RefinedGrid(SweepPlan plan, IReadOnlyList<string> axes)
    {
        var dimensions = plan.Dimensions;
        int[] refined = [.. axes.Select(name => plan.GridDimension(Enumerable.Range(0, plan.Axes.Count).First(axis => plan.Axes[axis].Name == name)))];
        (Counts, _strides, Seeds) = ([.. refined.Select(dimension => dimensions[dimension].Count)], [.. refined.Select(dimension => dimensions[dimension].Stride)], plan.Seeds);
        IEnumerable<long> slices = [0];
        foreach (var (count, stride) in dimensions.Where((_, dimension) => !refined.Contains(dimension)))
            slices = slices.SelectMany(slice => Enumerable.Range(0, count), (slice, position) => slice + (position * stride));
        _slices = [.. slices];
    }

    /// <summary>Positions on each axis.</summary>
    public int[] Counts { get; }

    /// <summary>Number of slices.</summary>
    public int Slices => _slices.Length;

    /// <summary>Number of points of a cell.</summary>
    public int Seeds { get; }

    /// <summary>The first point of a cell; its other seeds follow it.</summary>
    public long PointOf(int slice, ReadOnlySpan<int> cell)
    {
        long point = _slices[slice];
        for (int axis = 0; axis < cell.Length; axis++) point += cell[axis] * _strides[axis];
        return point;
    }
}
