using System.Text.RegularExpressions;

namespace LayerDyn.Storage;

/// <summary>
/// A checked path inside an artifact store: relative, parts separated by <c>/</c>, so that no path can leave the store and every
/// path is valid on every backend. A part starts with a letter, a digit or <c>_</c>, does not end with a dot, and holds letters,
/// digits and <c>. _ = + -</c> only. Names that start with a dot are the stores' own.
/// </summary>
public readonly partial record struct ArtifactPath : IComparable<ArtifactPath>
{
    /// <summary>The longest path allowed, in characters.</summary>
    public const int MaxLength = 512;

    private readonly string? _value;

    /// <summary>Checks and takes a path.</summary>
    /// <exception cref="FormatException">It is not a valid artifact path.</exception>
    public ArtifactPath(string value)
    {
        if (!IsValid(value))
            throw new FormatException($"'{value}' is not an artifact path: expected parts of letters, digits and . _ = + - separated by /");
        _value = value;
    }

    /// <summary>The path.</summary>
    /// <exception cref="InvalidOperationException">It is the default value, which is no path.</exception>
    public string Value => _value ?? throw new InvalidOperationException("the default ArtifactPath is not a path");

    /// <summary>The last part.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>Whether <paramref name="text"/> is a valid path.</summary>
    public static bool IsValid(string? text) => text is { Length: > 0 and <= MaxLength } && Form().IsMatch(text);

    /// <summary>Text is checked where a path is asked for.</summary>
    public static implicit operator ArtifactPath(string value) => new(value);

    /// <summary>Ordinal order, which every backend lists in.</summary>
    public int CompareTo(ArtifactPath other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";

    [GeneratedRegex(@"\A[A-Za-z0-9_](?:[A-Za-z0-9._=+-]{0,199}[A-Za-z0-9_=+-])?(?:/[A-Za-z0-9_](?:[A-Za-z0-9._=+-]{0,199}[A-Za-z0-9_=+-])?)*\z")]
    private static partial Regex Form();
}
