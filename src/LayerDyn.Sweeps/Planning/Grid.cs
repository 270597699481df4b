using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// The combinations of axis positions as mixed-radix arithmetic. A dimension is one axis, or several zipped ones; the first
/// dimension runs slowest; all sampled axes share one, with a position a sample. The seed is not part of it.
/// </summary>
internal sealed class Grid(IReadOnlyList<AxisDefinition> axes, IReadOnlyList<IReadOnlyList<int>> dimensions)
{
    public IReadOnlyList<AxisDefinition> Axes { get; } = axes;

    /// <summary>The axes (as indices) of each dimension.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Dimensions { get; } = dimensions;

    public int Length(int dimension) => Axes[Dimensions[dimension][0]].Length;

    /// <summary>Number of combinations; infinity is fine, it is compared with a limit first.</summary>
    public double Size => Enumerable.Range(0, Dimensions.Count).Aggregate(1.0, (product, dimension) => product * Length(dimension));

    /// <summary>The position on each dimension.</summary>
    public void Positions(long combination, Span<int> positions)
    {
        for (int dimension = Dimensions.Count - 1; dimension >= 0; dimension--)
        {
            (combination, long position) = Math.DivRem(combination, Length(dimension));
            positions[dimension] = (int)position;
        }
    }

    /// <summary>What an axis has at a position of its dimension.</summary>
    public string Label(int axis, int position) => Axes[axis].Axis.Labels[Axes[axis].At(position)];

    /// <summary>A combination for a message: <c>rate = 0.1, width = 8</c>.</summary>
    public string Describe(int[] positions)
    {
        var labels = new string[Axes.Count];
        for (int dimension = 0; dimension < Dimensions.Count; dimension++)
            foreach (int axis in Dimensions[dimension]) labels[axis] = $"{Axes[axis].Axis.Name} = {Label(axis, positions[dimension])}";
        return string.Join(", ", labels);
    }

    /// <summary>The experiment part of a spec with the values of a combination in place, and why not when that cannot be.</summary>
    public SpecMap Apply(SpecMap experiment, ReadOnlySpan<int> positions, Action<AxisTarget>? cannot = null)
    {
        for (int dimension = 0; dimension < Dimensions.Count; dimension++)
        {
            foreach (int axis in Dimensions[dimension])
            {
                foreach (var target in Axes[axis].Targets)
                {
                    if (target.ValueAt(positions[dimension]) is not { } value) continue;
                    if (SpecPath.Set(experiment, target.Parts, value) is SpecMap changed) experiment = changed;
                    else cannot?.Invoke(target);
                }
            }
        }

        return experiment;
    }
}
