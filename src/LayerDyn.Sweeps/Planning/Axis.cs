namespace LayerDyn.Sweeps.Planning;

/// <summary>One swept axis.</summary>
/// <param name="Name">Its name in the spec.</param>
/// <param name="Labels">What tables and legends show for each position: the value as written, or a case's name.</param>
/// <param name="Numbers">The numeric value at each position; null when the values are not numbers (then plots use positions).</param>
/// <param name="Sets">The parameters it sets, as paths.</param>
public sealed record Axis(string Name, IReadOnlyList<string> Labels, IReadOnlyList<double>? Numbers, IReadOnlyList<string> Sets)
{
    /// <summary>The truth value at each position; null when the values are not truth values.</summary>
    public IReadOnlyList<bool>? Flags { get; init; }

    /// <summary>Whether its values are drawn: then the sweep has samples of it, together with the other sampled axes, and not every combination.</summary>
    public bool IsSampled { get; init; }

    /// <summary>The interval that its values are drawn from, ascending here and all different; null for any other axis.</summary>
    public SampledInterval? Interval { get; init; }

    /// <summary>Number of positions.</summary>
    public int Count => Labels.Count;
}
