namespace LayerDyn.Science.Expressions;

/// <summary>What a user may have meant by a name in an expression.</summary>
public static class ExpressionNames
{
    /// <summary>What to write for a difference without spaces, which reads as one name; null where it is none.</summary>
    /// <param name="written">A name that is not known.</param>
    /// <param name="known">The names that are.</param>
    public static string? Minus(string written, IReadOnlyCollection<string> known)
    {
        for (int dash = written.IndexOf('-', StringComparison.Ordinal); dash > 0; dash = written.IndexOf('-', dash + 1))
        {
            string left = written[..dash], right = written[(dash + 1)..];
            if (IsKnown(left) && IsKnown(right)) return $"minus has spaces around it: {left} - {right}";
        }

        return null;

        bool IsKnown(string part) => known.Contains(part) || (part.Length > 0 && part.All(char.IsAsciiDigit));
    }
}
