using System.Text;

namespace LayerDyn.Science.Expressions;

/// <summary>A function of one number or two.</summary>
internal sealed class Call(Function function, IReadOnlyList<Node> arguments) : Node
{
    public override IReadOnlyList<Node> Parts => arguments;

    public override double Value(IRows rows, int row) =>
        function.Apply(arguments[0].Value(rows, row), arguments.Count > 1 ? arguments[1].Value(rows, row) : 0);

    public override Node With(Func<string, Node?> meaning) => new Call(function, [.. arguments.Select(argument => argument.With(meaning))]);

    public override void Write(StringBuilder text)
    {
        text.Append(function.Name).Append('(');
        for (int i = 0; i < arguments.Count; i++)
        {
            if (i > 0) text.Append(", ");
            arguments[i].Write(text);
        }

        text.Append(')');
    }
}
