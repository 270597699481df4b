using System.Text;

namespace LayerDyn.Science.Expressions;

/// <summary>Two parts with an operator between them.</summary>
internal sealed class Infix(Operator op, Node left, Node right) : Node
{
    public override int Precedence => op.Precedence;

    public override bool IsCondition => op.GivesCondition;

    public override IReadOnlyList<Node> Parts => [left, right];

    public override double Value(IRows rows, int row) => op.Apply(left.Value(rows, row), right.Value(rows, row));

    public override Node With(Func<string, Node?> meaning) => new Infix(op, left.With(meaning), right.With(meaning));

    public override void Write(StringBuilder text)
    {
        // Powers are taken from the right, comparisons not in a row, all others from the left.
        bool isPower = op.Precedence == Operator.Power, isComparison = op.Precedence == Operator.Comparison;
        Write(text, left, isPower || isComparison ? Precedence + 1 : Precedence);
        text.Append(isPower ? op.Text : $" {op.Text} ");
        Write(text, right, isPower ? Precedence : Precedence + 1);
    }
}
