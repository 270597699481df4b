using System.Globalization;
using System.Text;

namespace LayerDyn.Science.Expressions;

/// <summary>
/// Whether a number has stood still: over at least the last <paramref name="over"/> steps its largest and smallest measured values differ by at
/// most <paramref name="change"/> times the largest absolute one. Not before so many steps were done, and never with a NaN among the values.
/// </summary>
/// <param name="number">The number.</param>
/// <param name="over">How many steps, at least 1.</param>
/// <param name="change">The share, from 0 to 1.</param>
internal sealed class Plateau(Node number, double over, double change) : Node
{
    /// <summary>Its name.</summary>
    public const string Text = "plateau";

    public override bool IsCondition => true;

    public override bool LooksBack => true;

    public override IReadOnlyList<Node> Parts => [number];

    public override double Value(IRows rows, int row)
    {
        long begin = rows.Step(row) - (long)over;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (; row >= 0; row--)
        {
            double value = number.Value(rows, row);
            low = Math.Min(low, value); // NaN stays
            high = Math.Max(high, value);
            // Where a few of the values differ too much, all of them do: with a change of at most 1 the bound grows by less than the difference.
            if (!(high - low <= change * Math.Max(Math.Abs(low), Math.Abs(high)))) return 0;
            if (rows.Step(row) <= begin) return 1;
        }

        return 0;
    }

    public override Node With(Func<string, Node?> meaning) => new Plateau(number.With(meaning), over, change);

    public override void Write(StringBuilder text)
    {
        text.Append(Text).Append('(');
        number.Write(text);
        text.Append(CultureInfo.InvariantCulture, $", over={over:R}, change={change:R})");
    }
}
