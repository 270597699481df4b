using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>An axis with the values that its positions give to parameters.</summary>
/// <param name="Axis">What the rest of the program sees of it.</param>
/// <param name="Targets">The parameters it sets, by the position on the axis' dimension.</param>
/// <param name="Resolved">The axis as the resolved spec writes it.</param>
internal sealed record AxisDefinition(Axis Axis, IReadOnlyList<AxisTarget> Targets, SpecMap Resolved)
{
    /// <summary>The axis that it is an expression of, with which it moves; null for one that stands by itself.</summary>
    public string? Follows { get; init; }

    /// <summary>Of a sampled axis, and one that follows it, the position on the axis at each position of the dimension; null for others, where both are the same.</summary>
    public IReadOnlyList<int>? Positions { get; init; }

    /// <summary>Number of positions of its dimension.</summary>
    public int Length => Positions?.Count ?? Axis.Count;

    /// <summary>Whether no two positions of the dimension are the same on the axis.</summary>
    public bool IsDistinct { get; private init; } = true;

    /// <summary>An axis of values that sets the same parameters at each of its positions.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values.</param>
    /// <param name="sets">The parameters.</param>
    /// <param name="form">The form in which it is written, and the values of that form.</param>
    /// <param name="positions">The position on the axis at each position of the dimension; null where both are the same.</param>
    public static AxisDefinition Of(string name, AxisValues values, IReadOnlyList<string> sets, SpecEntry form, IReadOnlyList<int>? positions = null) => new(
        new Axis(name, values.Labels(), values.Numbers(), sets) { Flags = values.Flags(), IsSampled = positions is not null },
        [.. sets.Select(set => new AxisTarget(set, SpecPath.Parse(set) ?? [], position => values[positions?[position] ?? position], AtEvery: true))],
        new SpecMap([form, new("sets", default, new SpecList([.. sets.Select(set => new SpecScalar(set))]))]))
    {
        Positions = positions,
        IsDistinct = positions is null || (values.Count >= positions.Count && positions.Distinct().Count() == positions.Count),
    };

    /// <summary>The same axis with the interval that its values come from; null for none.</summary>
    public AxisDefinition In(SampledInterval? interval) => interval is null ? this : this with { Axis = Axis with { Interval = interval } };

    /// <summary>The position on the axis at a position of its dimension.</summary>
    public int At(int position) => Positions?[position] ?? position;
}
