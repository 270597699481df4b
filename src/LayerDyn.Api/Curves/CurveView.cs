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
