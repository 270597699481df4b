using System.Text.RegularExpressions;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// A sweep's identity: its name and the first 8 hex digits of the hash of its resolved spec, e.g.
/// <c>lazy-rich-imbalance-3fa9c1d2</c>. The same spec always gives the same id, so submitting twice is one sweep. It is also the
/// name of the sweep's folder in the artifact store, so its characters are checked.
/// </summary>
public readonly partial record struct SweepId
{
    private SweepId(string value) => Value = value;

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>The sweep's name, without the hash.</summary>
    public string Name => Value[..^9];

    /// <summary>Parses an id.</summary>
    /// <exception cref="FormatException">It is not a sweep id.</exception>
    public static SweepId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a sweep id: expected name-xxxxxxxx (8 hex digits)");

    /// <summary>Parses an id; false when it is not one.</summary>
    public static bool TryParse(string? text, out SweepId id)
    {
        bool valid = text is not null && Form().IsMatch(text);
        id = valid ? new SweepId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}-[0-9a-f]{8}\z")]
    private static partial Regex Form();
}
