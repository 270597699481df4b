using CsCheck;
using LayerDyn.Science.Expressions;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Expressions;

public sealed class ExpressionTests
{
    private static readonly string[] Columns = ["a", "b", "test-loss", "mode.1"];

    private static readonly Gen<string> Leaves = Gen.OneOf("a", "b", "test-loss", "mode.1", "step", "2", "0.25", "1e-3", "3e20");

    private static Gen<string> Comparisons(Gen<string> numbers) =>
        Gen.Select(numbers, Gen.OneOf("<", "<=", ">", ">="), numbers, (left, op, right) => $"{left} {op} {right}");

    private static MeasurementTable Table(params (long Step, double[] Values)[] rows)
    {
        var table = new MeasurementTable(Columns);
        foreach (var (step, values) in rows) table.Add(step, values);
        return table;
    }

    private static double Number(string text, double a = 2, double b = 3, double testLoss = 0.5, double mode = 7)
    {
        var expression = Expression.Parse(text);
        return expression.Number(new RecordedRows(Table((10, [a, b, testLoss, mode])), expression.Variables), 0);
    }

    [Theory]
    [InlineData("a + b * 2", 8)]
    [InlineData("(a + b) * 2", 10)]
    [InlineData("a - b - 1", -2)]
    [InlineData("a - (b - 1)", 0)]
    [InlineData("12 / a / b", 2)]
    [InlineData("a^b^a", 512)]
    [InlineData("(a^b)^a", 64)]
    [InlineData("-a^2", -4)]
    [InlineData("a^-1 * 8", 4)]
    [InlineData("-a * b", -6)]
    [InlineData("2-a", 0)]
    [InlineData("test-loss * mode.1", 3.5)]
    [InlineData("test-loss - a", -1.5)]
    [InlineData("step / 4", 2.5)]
    [InlineData("sqrt(16) + abs(-1) + max(a, b) + min(a, b) + log2(8) + log10(100)", 15)]
    [InlineData("log(exp(1.5))", 1.5)]
    [InlineData("1e-3 * .5e+3", 0.5)]
    public void Number_Arithmetic_ByTheUsualRules(string text, double expected)
    {
        Assert.Equal(expected, Number(text), 15);
        Assert.Equal(expected, Number(Expression.Parse(text).ToString()), 15);
    }

    [Fact]
    public void Number_WithoutAValue_IsWhatIeeeSays()
    {
        Assert.Equal(double.PositiveInfinity, Number("1 / a", a: 0));
        Assert.Equal(double.NegativeInfinity, Number("-1 / a", a: 0));
        Assert.True(double.IsNaN(Number("a / b", a: 0, b: 0)));
        Assert.True(double.IsNaN(Number("log(-a)")));
        Assert.True(double.IsNaN(Number("unknown + 1")));
    }

    [Theory]
    [InlineData("a > 1", true)]
    [InlineData("a >= 2 and b < 3", false)]
    [InlineData("a >= 2 or b < 3 and a > 5", true)]
    [InlineData("(a >= 2 or b < 3) and a > 5", false)]
    [InlineData("not a > 5 and b <= 3", true)]
    [InlineData("not (a > 5 or b <= 3)", false)]
    [InlineData("unknown > 0 or unknown <= 0", false)]
    [InlineData("step >= 10", true)]
    public void Holds_Conditions_ByTheUsualRules(string text, bool expected)
    {
        foreach (var condition in new[] { Expression.Parse(text), Expression.Parse(Expression.Parse(text).ToString()) })
        {
            Assert.True(condition.IsCondition);
            Assert.Equal(expected, condition.Holds(new RecordedRows(Table((10, [2, 3, 0.5, 7])), condition.Variables), 0));
        }
    }

    [Theory]
    [InlineData("a>1", "( a > 1.0 )")]
    [InlineData("a*b+1 <= 0.001 and(b<2)", "a * b + 1 <= 1e-3 and b < 2")]
    [InlineData("plateau(a, change=1e-3, over=100)", "plateau(a,over=100,change=0.001)")]
    [InlineData("(a - b) - 1 > 0", "a - b - 1 > 0")]
    public void ToString_Spellings_AreOneText(string one, string other)
    {
        Assert.Equal(Expression.Parse(one).ToString(), Expression.Parse(other).ToString());
        Assert.Equal(Expression.Parse(one), Expression.Parse(other));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a >", "ends where a number or a column belongs")]
    [InlineData("a = 1", "compares for equality")]
    [InlineData("a == 1", "compares for equality")]
    [InlineData("a != 1", "compares for equality")]
    [InlineData("a > 1 && b > 1", "write and, or, not")]
    [InlineData("a ** 2", "write ^ for a power")]
    [InlineData("a => 1", "compares for equality")]
    [InlineData("(a > 1", "has no ')' for '('")]
    [InlineData("a > 1)", "has ')' where it cannot stand")]
    [InlineData("a b", "has 'b' where it cannot stand")]
    [InlineData("1 < a < 2", "has a condition where '<' takes a number")]
    [InlineData("a and b > 1", "has a number where 'and' takes a condition")]
    [InlineData("sqr(a)", "did you mean 'sqrt'?")]
    [InlineData("max(a)", "gives max 1 numbers instead of 2")]
    [InlineData("plateau(a)", "must give plateau a column")]
    [InlineData("plateau(a, 100, 0.1)", "must give plateau a column")]
    [InlineData("plateau(a, over=1.5, change=0.1)", "a whole number of steps")]
    [InlineData("plateau(a, over=10, change=2)", "a share from 0 to 1")]
    [InlineData("a > 1e999", "beyond double precision")]
    [InlineData("a; System.IO", "has ';' where it cannot stand")]
    public void Parse_NoExpression_SaysWhy(string text, string why) =>
        Assert.Contains(why, Assert.Throws<ExpressionException>(() => Expression.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_DeeplyNestedOrLong_IsRefused()
    {
        Assert.Contains("within each other", Assert.Throws<ExpressionException>(() => Expression.Parse(new string('(', 400) + "a")).Message, StringComparison.Ordinal);
        Assert.Contains("characters", Assert.Throws<ExpressionException>(() => Expression.Parse(new string('a', 5000))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_DrawnExpressions_AreReadBackAsTheyAre()
    {
        var numbers = Gen.Recursive<string>((depth, inner) => depth > 4 ? Leaves : Gen.OneOf(
            Leaves,
            Gen.Select(inner, Gen.OneOf("+", "-", "*", "/", "^"), inner, (left, op, right) => $"{left} {op} {right}"),
            Gen.Select(inner, Gen.OneOf("+", "-", "*", "/", "^"), inner, (left, op, right) => $"({left}) {op} ({right})"),
            inner.Select(part => $"-{part}"), inner.Select(part => $"-({part})"), inner.Select(part => $"sqrt({part})"),
            Gen.Select(inner, inner, (left, right) => $"max({left}, {right})")));
        var conditions = Gen.Recursive<string>((depth, inner) => depth > 3 ? Comparisons(numbers) : Gen.OneOf(
            Comparisons(numbers), Gen.Select(inner, Gen.OneOf("and", "or"), inner, (left, op, right) => $"{left} {op} {right}"),
            Gen.Select(inner, Gen.OneOf("and", "or"), inner, (left, op, right) => $"({left}) {op} ({right})"), inner.Select(part => $"not {part}"),
            inner.Select(part => $"not ({part})")));
        Gen.OneOf(numbers, conditions).Where(text => text.Length < 300).Sample(text =>
        {
            var one = Expression.Parse(text);
            var other = Expression.Parse(one.ToString());
            var rows = new RecordedRows(Table((10, [2, -3, 0.5, 7])), one.Variables);
            Assert.Equal(one.ToString(), other.ToString());
            Assert.Equal(BitConverter.DoubleToInt64Bits(one.Number(rows, 0)), BitConverter.DoubleToInt64Bits(other.Number(rows, 0)));
        }, iter: 2000);
    }

    [Fact]
    public void Parse_TextThatIsLongerOnceSpelledOut_IsRefusedOrReadBack()
    {
        string[] texts = [.. Enumerable.Range(1, 600).Select(count => string.Join('+', Enumerable.Repeat("a", count)))];
        string longest = texts.Last(text => IsRead(text));
        Assert.InRange(Expression.Parse(longest).ToString().Length, 990, 1000);
        Assert.True(IsRead(Expression.Parse(longest).ToString()));

        static bool IsRead(string text)
        {
            try
            {
                return Expression.Parse(text).Variables.Count == 1;
            }
            catch (ExpressionException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void Holds_Plateau_LooksAtAllRowsOfAtLeastSoManySteps()
    {
        double[] values = [10, 5, 2, 2.001, 2, 2.0005, 2.0001, double.NaN, 2, 2, 2];
        var table = Table([.. values.Select((value, i) => (10L * i, new[] { value, 0, 0, 0 }))]);
        var condition = Expression.Parse("plateau(a, over=25, change=0.001)");
        var rows = new RecordedRows(table, condition.Variables);

        // The rows of the last 30 steps, as these are the first to make 25.
        Assert.Equal([5, 6], Enumerable.Range(0, values.Length).Where(row => condition.Holds(rows, row)));
        Assert.False(condition.IsOfOneRow);
    }

    [Fact]
    public void With_Names_AreReplacedWhole()
    {
        var gap = Expression.Parse("b - a");
        Assert.Equal("2 * (b - a) > test-loss", Expression.Parse("2 * gap > test-loss").With(name => name == "gap" ? gap : null).ToString());
        Assert.Throws<ExpressionException>(() => Expression.Parse("gap > 1").With(_ => Expression.Parse("a > 1")));
    }
}
