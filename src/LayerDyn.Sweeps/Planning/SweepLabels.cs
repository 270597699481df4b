namespace LayerDyn.Sweeps.Planning;

/// <summary>What people say of a sweep. It changes nothing of what the sweep is: not its id, its name or its results.</summary>
/// <param name="Title">What lists call it beside its name; empty for its name alone.</param>
/// <param name="Note">A text; empty for none.</param>
/// <param name="Tags">Words to find it by, in alphabetical order.</param>
public sealed record SweepLabels(string Title, string Note, IReadOnlyList<string> Tags)
{
    /// <summary>The most tags of a sweep.</summary>
    public const int MostTags = 32;

    /// <summary>Nothing is said.</summary>
    public static SweepLabels None { get; } = new("", "", []);

    /// <summary>These after a change.</summary>
    /// <exception cref="InvalidOperationException">There would be too many tags.</exception>
    public SweepLabels With(LabelChange change)
    {
        string[] tags = [.. Tags.Union(change.AddTags ?? []).Except(change.RemoveTags ?? []).Order(StringComparer.Ordinal)];
        return tags.Length <= MostTags
            ? new SweepLabels(change.Title ?? Title, change.Note ?? Note, tags)
            : throw new InvalidOperationException($"{tags.Length} tags are more than the {MostTags} that a sweep may have: remove some first");
    }

    /// <summary>What became of the earlier ones, for the history of the sweep: what was done, and how it reads now.</summary>
    public IEnumerable<(string What, string Detail)> Since(SweepLabels before)
    {
        if (Title != before.Title) yield return ("renamed", Title);
        if (Note != before.Note) yield return ("noted", OneLine(Note));
        string[] changed = [.. Tags.Except(before.Tags).Select(tag => $"+{tag}"), .. before.Tags.Except(Tags).Select(tag => $"-{tag}")];
        if (changed.Length > 0) yield return ("tagged", string.Join(' ', changed));
    }

    private static string OneLine(string text)
    {
        string line = text.Replace('\n', ' ').Replace('\t', ' ');
        return line.Length <= LabelChange.MostTitle ? line : $"{line[..(LabelChange.MostTitle - 1)]}…";
    }
}
