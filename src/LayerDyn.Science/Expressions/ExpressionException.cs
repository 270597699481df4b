namespace LayerDyn.Science.Expressions;

/// <summary>A text is not an expression.</summary>
/// <param name="rule">The rule that it breaks, as a clause: "has no closing parenthesis".</param>
/// <param name="remedy">What to write instead; null when the rule says it all.</param>
public sealed class ExpressionException(string rule, string? remedy = null) : FormatException(remedy is null ? rule : $"{rule}: {remedy}")
{
    /// <summary>The rule that it breaks.</summary>
    public string Rule { get; } = rule;

    /// <summary>What to write instead.</summary>
    public string? Remedy { get; } = remedy;
}
