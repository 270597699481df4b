using System.Text;

namespace LayerDyn.Science.Expressions;

/// <summary>A number with its sign turned, or the contrary of a condition.</summary>
internal sealed class Prefix(Node part) : Node
{
    // Minus binds less than powers: -a^2 is -(a^2). Not binds less than comparisons.
    public const int MinusPrecedence = 7, NotPrecedence = 3;

    public override int Precedence => IsCondition ? NotPrecedence : MinusPrecedence;

    public override bool IsCondition => part.IsCondition;

    public override IReadOnlyList<Node> Parts => [part];

    public override double Value(IRows rows, int row)
    {
        double value = part.Value(rows, row);
        return !IsCondition ? -value : value != 0 ? 0 : 1;
    }

    public override Node With(Func<string, Node?> meaning) => new Prefix(part.With(meaning));

    public override void Write(StringBuilder text)
    {
        text.Append(IsCondition ? "not " : "-");
        Write(text, part, Precedence);
    }
}
