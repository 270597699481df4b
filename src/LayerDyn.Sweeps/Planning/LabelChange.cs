using System.Text.Json.Serialization;

namespace LayerDyn.Sweeps.Planning;

/// <summary>A change of what people say of a sweep. What is null stays as it is.</summary>
public sealed record LabelChange
{
    /// <summary>The longest title, note and tag, in characters.</summary>
    public const int MostTitle = 120, MostNote = 4000, MostTag = 40;

    /// <summary>Its title; empty for none.</summary>
    public string? Title { get; init; }

    /// <summary>Its note; empty for none.</summary>
    public string? Note { get; init; }

    /// <summary>Tags that it gets.</summary>
    public IReadOnlyList<string>? AddTags { get; init; }

    /// <summary>Tags that it loses; one that it has not is no error.</summary>
    public IReadOnlyList<string>? RemoveTags { get; init; }

    /// <summary>Whether nothing is to change.</summary>
    [JsonIgnore]
    public bool IsEmpty => Title is null && Note is null && AddTags is not { Count: > 0 } && RemoveTags is not { Count: > 0 };

    /// <summary>What is wrong with it: subject, value, rule; null for nothing. The values of strangers are not repeated.</summary>
    [JsonIgnore]
    public string? Problem =>
        Title is { } title && (title.Length > MostTitle || title.Any(char.IsControl)) ? $"a title must be one line of at most {MostTitle} characters"
        : Note is { } note && (note.Length > MostNote || note.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\t'))) ? $"a note must be text of at most {MostNote:N0} characters"
        : (AddTags ?? []).Concat(RemoveTags ?? []).Any(tag => !IsTag(tag)) ? $"a tag must be 1 to {MostTag} letters, digits and - _ . : / without spaces, beginning with a letter or a digit"
        : Math.Max(AddTags?.Count ?? 0, RemoveTags?.Count ?? 0) > SweepLabels.MostTags ? $"a sweep has at most {SweepLabels.MostTags} tags"
        : null;

    private static bool IsTag(string? tag) => tag is { Length: > 0 and <= MostTag } && char.IsLetterOrDigit(tag[0]) && tag.All(letter => char.IsLetterOrDigit(letter) || "-_.:/".Contains(letter, StringComparison.Ordinal));
}
