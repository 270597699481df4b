namespace LayerDyn.Science.Experiments;

/// <summary>One thing wrong with what a user wrote: where, what is there, which rule it breaks and how to mend it.</summary>
/// <param name="Path">Where, e.g. <c>model.widths[1]</c>; empty for the whole document.</param>
/// <param name="Value">The value found, as written; null when something is missing.</param>
/// <param name="Rule">The rule, as a clause: "must be at least 1".</param>
/// <param name="Remedy">What to write instead; null when the rule says it all.</param>
public sealed record Problem(string Path, string? Value, string Rule, string? Remedy = null);
