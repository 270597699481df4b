namespace LayerDyn.Science.Catalog;

/// <summary>Makes a property of a kind a parameter of the spec: its documentation and the range that its values must lie in.</summary>
/// <param name="summary">One line: what it is, with its symbol and unit.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(string summary) : Attribute
{
    /// <summary>One line: what it is, with its symbol and unit.</summary>
    public string Summary { get; } = summary;

    /// <summary>Smallest value allowed (for lists: of each element).</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest value allowed (for lists: of each element).</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Whether <see cref="Min"/> itself is refused.</summary>
    public bool AboveMin { get; init; }

    /// <summary>Least number of elements, for lists.</summary>
    public int MinCount { get; init; }

    /// <summary>Whether a single value may stand for a list of one.</summary>
    public bool OrSingle { get; init; }

    /// <summary>
    /// Whether the canonical text leaves it out where it has its default: so a parameter that a kind gained later leaves the identity of
    /// earlier points, and the draws that it keys, as they were.
    /// </summary>
    public bool OmittedAtDefault { get; init; }

    /// <summary>The symbol for axis labels, e.g. <c>λ</c>.</summary>
    public string? Symbol { get; init; }
}
