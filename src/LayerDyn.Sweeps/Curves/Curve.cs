using System.Text.Json.Serialization;

namespace LayerDyn.Sweeps.Curves;

/// <summary>A built curve: a table for people's own tools, a chart, and what was found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind, e.g. <c>heatmap</c>.</param>
/// <param name="Points">Number of points folded in.</param>
/// <param name="Diverged">How many of them diverged (shown, never averaged in).</param>
/// <param name="Table">Tidy rows.</param>
/// <param name="Chart">What to draw.</param>
/// <param name="Findings">A few lines of what was found, e.g. <c>emergence time of skill 1: 320 steps (theory 310)</c>.</param>
/// <param name="Residuals">Largest absolute and root-mean-square deviation from theory by column; empty without theory.</param>
public sealed record Curve(
    string Name,
    string Kind,
    long Points,
    long Diverged,
    CurveTable Table,
    Chart Chart,
    IReadOnlyList<string> Findings,
    IReadOnlyDictionary<string, Residual> Residuals)
{
    /// <summary>The parameters of the laws that were fitted; null for a curve that fits none of several parameters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FittedParameter>? Parameters { get; init; }
}
