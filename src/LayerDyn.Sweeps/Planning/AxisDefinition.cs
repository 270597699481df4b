using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>An axis with the values that its positions give to parameters.</summary>
/// <param name="Axis">What the rest of the program sees of it.</param>
/// <param name="Targets">The parameters it sets.</param>
/// <param name="Resolved">The axis as the resolved spec writes it.</param>
internal sealed record AxisDefinition(Axis Axis, IReadOnlyList<AxisTarget> Targets, SpecMap Resolved)
{
    /// <summary>The axis that it is an expression of, with which it moves; null for one that stands by itself.</summary>
    public string? Follows { get; init; }
}
