using System.Globalization;
using System.Text;

namespace LayerDyn.Science.Expressions;

/// <summary>A number that is written out.</summary>
internal sealed class Constant(double value) : Node
{
    public override double Value(IRows rows, int row) => value;

    public override Node With(Func<string, Node?> meaning) => this;

    public override void Write(StringBuilder text) => text.Append(value.ToString("R", CultureInfo.InvariantCulture));
}
