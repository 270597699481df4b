using System.Numerics;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>
/// Draws the sampled axes of a spec, all together. A draw that repeats an earlier one (of axes that choose among few values) is passed over, since it
/// would be the same point again; so the samples of a smaller number are always the first of a larger one.
/// </summary>
internal sealed class SampleDrawer
{
    private readonly SampleDesign _design;
    private readonly IReadOnlyList<SampledAxis> _axes;
    private readonly double[][] _drawn;
    private readonly HashSet<double>[] _values;
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private readonly bool _choosesOnly;

    private SampleDrawer(SampleDesign design, IReadOnlyList<SampledAxis> axes)
    {
        (_design, _axes) = (design, axes);
        _drawn = [.. axes.Select(_ => new double[design.Count])];
        _values = [.. axes.Select(_ => new HashSet<double>())];
        _choosesOnly = axes.All(axis => axis.Law.Values is not null);
    }

    /// <summary>The axes with their values; none, with a problem added, when there are not so many samples.</summary>
    public static IReadOnlyList<AxisDefinition> Draw(SampleDesign design, IReadOnlyList<SampledAxis> axes, ProblemList problems)
    {
        if (design.By == SampleMethod.Sobol && axes.Count > SobolSequence.MostDimensions)
        {
            problems.Add($"{SamplesReader.Key}.by", "sobol", $"has directions for {SobolSequence.MostDimensions} axes, not {axes.Count}", "write samples: { count: N, by: random }");
            return [];
        }

        var drawer = new SampleDrawer(design, axes);
        double combinations = axes.Aggregate(1.0, (product, axis) => product * (axis.Law.Values?.Count ?? double.PositiveInfinity));
        int found = combinations < design.Count ? (int)combinations : drawer.Draw();
        if (found == design.Count) return [.. Enumerable.Range(0, axes.Count).Select(drawer.Define)];
        problems.Add(SamplesReader.Key, design.Count, $"must be at most {found}: so many different samples do {string.Join(", ", axes.Select(axis => axis.Name))} have",
            "write values instead of choice, and the axes cross");
        return [];
    }

    private int Draw()
    {
        var uniform = _design.Uniform(_axes.Count);
        double[] values = new double[_axes.Count];
        // Of n equally likely combinations all have come up after n (ln n + 30) draws, but for a chance of e^-30.
        long most = _design.Count * (BitOperations.Log2((uint)_design.Count) + 31L);
        int found = 0;
        for (long draw = 0; draw < most && found < _design.Count; draw++)
        {
            for (int axis = 0; axis < values.Length; axis++) values[axis] = _axes[axis].Law.Draw(uniform(draw, axis));
            if (!IsNew(values)) continue;
            for (int axis = 0; axis < values.Length; axis++) _drawn[axis][found] = values[axis];
            found++;
        }

        return found;
    }

    // Of an interval each value is drawn once, so that a value says which sample it is of.
    private bool IsNew(double[] values)
    {
        if (_choosesOnly) return _chosen.Add(string.Join(' ', values));
        for (int axis = 0; axis < values.Length; axis++)
            if (_axes[axis].Law.Values is null && _values[axis].Contains(values[axis])) return false;
        for (int axis = 0; axis < values.Length; axis++)
            if (_axes[axis].Law.Values is null) _values[axis].Add(values[axis]);
        return true;
    }

    private AxisDefinition Define(int axis)
    {
        var (name, law, sets, form) = _axes[axis];
        double[] drawn = _drawn[axis];
        if (law.Values is { } chosen) return AxisDefinition.Of(name, chosen, sets, form, [.. drawn.Select(position => (int)position)]);
        // In ascending order, so that tables and charts have them so; which sample has which value stands in the positions.
        int[] order = [.. Enumerable.Range(0, drawn.Length)], positions = new int[drawn.Length];
        double[] ascending = [.. drawn];
        Array.Sort(ascending, order);
        for (int place = 0; place < order.Length; place++) positions[order[place]] = place;
        var values = AxisValues.Computed(ascending.Length, place => ascending[place]);
        return AxisDefinition.Of(name, values, sets, form, positions).In(law.Interval);
    }
}
