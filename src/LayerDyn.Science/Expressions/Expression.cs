using System.Text;

namespace LayerDyn.Science.Expressions;

/// <summary>
/// Arithmetic and conditions over the columns of measured rows, as <c>norm-1^2 - norm-2^2</c> and <c>accuracy &gt; 0.99 and step &gt;= 100</c>.
/// <list type="bullet">
/// <item>Names are those of columns, dashes and points included, so that minus has spaces around it; <c>step</c> is the measured step.</item>
/// <item>Numbers: <c>+ - * / ^</c> and the functions of <see cref="Function"/>, in double precision by IEEE 754: 1 / 0 is infinite, 0 / 0 is NaN.</item>
/// <item>Conditions: <c>&lt; &lt;= &gt; &gt;=</c> (never true of NaN), <c>and or not</c>, and <c>plateau(x, over=STEPS, change=SHARE)</c>.</item>
/// </list>
/// It reads values and nothing else, and gives the same bits on every machine. Immutable; two of one canonical text are equal.
/// </summary>
public sealed class Expression : IEquatable<Expression>
{
    /// <summary>The name of the measured step.</summary>
    public const string Step = "step";

    /// <summary>Longest text.</summary>
    public const int MostCharacters = 1000;

    private readonly Node _root;
    private readonly string _text;

    private Expression(Node root)
    {
        _root = root;
        var text = new StringBuilder();
        root.Write(text);
        _text = text.ToString();
        Variables = [.. root.Names().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The names in it, each once, <see cref="Step"/> included.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>Whether it is a condition; else it is a number.</summary>
    public bool IsCondition => _root.IsCondition;

    /// <summary>Whether its value in a row depends on that row alone.</summary>
    public bool IsOfOneRow => !_root.LooksBack;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ExpressionException">The text is none.</exception>
    public static Expression Parse(string text)
    {
        // The canonical text may be the longer one, and has to be readable too.
        if (text.Length <= MostCharacters && new Expression(new Parser(text).Read()) is { _text.Length: <= MostCharacters } expression) return expression;
        throw new ExpressionException($"has more than {MostCharacters} characters");
    }

    /// <summary>The value in a row.</summary>
    public double Number(IRows rows, int row) => _root.Value(rows, row);

    /// <summary>Whether the condition holds in a row.</summary>
    public bool Holds(IRows rows, int row) => _root.Value(rows, row) != 0;

    /// <summary>The same with the expressions that <paramref name="meaning"/> gives in the place of names; null leaves a name as it is.</summary>
    /// <exception cref="ExpressionException">A condition would stand where a number belongs.</exception>
    public Expression With(Func<string, Expression?> meaning) => Parse(new Expression(_root.With(name => meaning(name)?._root))._text);

    /// <summary>The canonical text: the same for all spellings of an expression.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(Expression? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Expression);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);
}
