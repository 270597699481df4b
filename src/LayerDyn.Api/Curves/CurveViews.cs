namespace LayerDyn.Api.Curves;

/// <summary>A curve as folded now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Points">Points folded in.</param>
/// <param name="Diverged">How many of them diverged.</param>
/// <param name="Findings">A few lines of what was found.</param>
/// <param name="Residuals">Deviation from theory by column.</param>
public sealed record CurveView(
    string Name, string Kind, long Points, long Diverged, IReadOnlyList<string> Findings, IReadOnlyList<ResidualView> Residuals);

/// <summary>Deviation of training from the exact solution.</summary>
/// <param name="Column">The observable's column.</param>
/// <param name="Max">Largest absolute deviation.</param>
/// <param name="Rms">Root mean square deviation.</param>
/// <param name="Count">Number of values compared.</param>
public sealed record ResidualView(string Column, double Max, double Rms, long Count);
