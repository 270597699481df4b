namespace LayerDyn.Contracts.Curves;

/// <summary>A curve that was drawn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Points">Points folded in.</param>
/// <param name="Diverged">How many of them diverged.</param>
/// <param name="Findings">A few lines of what was found.</param>
/// <param name="Residuals">Deviation from theory by column.</param>
/// <param name="Files">Paths written, relative to the sweep's folder.</param>
/// <param name="Missing">Points that are committed but not in the curve, because their files are missing or damaged.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.curve-report")]
public sealed record CurveReport(
    [property: Id(0)] string Name,
    [property: Id(1)] string Kind,
    [property: Id(2)] long Points,
    [property: Id(3)] long Diverged,
    [property: Id(4)] IReadOnlyList<string> Findings,
    [property: Id(5)] IReadOnlyList<ResidualReport> Residuals,
    [property: Id(6)] IReadOnlyList<string> Files,
    [property: Id(7)] long Missing = 0);
