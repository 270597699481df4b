using System.Text.RegularExpressions;

namespace LayerDyn.Science.Expressions;

/// <summary>The words, numbers and signs of an expression's text, one after another.</summary>
/// <param name="text">The text.</param>
internal sealed partial class Tokens(string text)
{
    private readonly string[] _tokens = [.. Token().Matches(text).Select(match => match.Value)];
    private int _at;

    /// <summary>Whether all are taken.</summary>
    public bool IsAtEnd => _at == _tokens.Length;

    /// <summary>The next one, which is not taken; empty at the end.</summary>
    public string Next => IsAtEnd ? "" : _tokens[_at];

    /// <summary>Whether it begins as a name does.</summary>
    public static bool IsName(string token) => token.Length > 0 && (char.IsAsciiLetter(token[0]) || token[0] == '_');

    /// <summary>Whether it is a number.</summary>
    public static bool IsNumber(string token) => token.Length > 0 && (char.IsAsciiDigit(token[0]) || (token[0] == '.' && token.Length > 1));

    /// <summary>Takes the next one; empty at the end.</summary>
    public string Take() => IsAtEnd ? "" : _tokens[_at++];

    /// <summary>Takes the next one if it is this.</summary>
    public bool TryTake(string token)
    {
        if (Next != token) return false;
        _at++;
        return true;
    }

    // A name goes on over dashes and points that stand between its letters and digits; whatever else there is, a sign.
    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*(?:[-.][A-Za-z0-9_]+)*|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[<>=!]=|\*\*|&&|\|\||\S")]
    private static partial Regex Token();
}
