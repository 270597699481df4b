using System.Text;

namespace LayerDyn.Science.Expressions;

/// <summary>A column, or the measured step.</summary>
internal sealed class Name(string name) : Node
{
    public override double Value(IRows rows, int row) => name == Expression.Step ? rows.Step(row) : rows.Value(name, row);

    public override IEnumerable<string> Names() => [name];

    public override Node With(Func<string, Node?> meaning) => meaning(name) ?? this;

    public override void Write(StringBuilder text) => text.Append(name);
}
