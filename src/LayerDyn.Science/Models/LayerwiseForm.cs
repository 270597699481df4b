namespace LayerDyn.Science.Models;

/// <summary>The algebraic form of a layerwise linear model.</summary>
/// <param name="Kind">Whether layers are matrices or diagonal.</param>
/// <param name="Widths">For <see cref="LayerwiseKind.Dense"/>: in, hidden ..., out; for diagonal: in repeated depth + 1 times.</param>
public sealed record LayerwiseForm(LayerwiseKind Kind, IReadOnlyList<int> Widths)
{
    /// <summary>Number of layers.</summary>
    public int Depth => Widths.Count - 1;
}
