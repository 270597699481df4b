namespace LayerDyn.Api.Specs;

/// <summary>One problem of a spec.</summary>
/// <param name="Line">Line from 1; 0 when it has none.</param>
/// <param name="Path">Where, e.g. <c>model.widths[1]</c>; empty for the whole document.</param>
/// <param name="Message">The value, the rule it breaks and the remedy.</param>
public sealed record SpecProblemView(int Line, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Line > 0 ? $"line {Line}: " : "")}{(Path.Length > 0 ? Path : "spec")} {Message}";
}
