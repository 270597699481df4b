using LayerDyn.Science.Experiments;
using LayerDyn.Science.Expressions;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>The values of an axis that is an expression of another one: <c>scale: { values: lambda^2, sets: [init.scale] }</c>.</summary>
internal static class AxisExpression
{
    /// <summary>Whether an axis is written so.</summary>
    public static bool IsOne(SpecNode axis) => axis is SpecMap map && map["values"] is SpecScalar { Text: not null };

    /// <summary>The values, one for each of the axis that it follows, and the expression's canonical text; null, with a problem added, when there are none.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="others">The axes that are no expressions.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static (AxisValues Values, string Follows, string Text)? Read(string text, string path, IReadOnlyList<AxisDefinition> others, ProblemList problems)
    {
        Expression expression;
        try
        {
            expression = Expression.Parse(text);
        }
        catch (ExpressionException error)
        {
            return Refused(error.Rule, error.Remedy);
        }

        string[] numeric = [.. others.Where(axis => axis.Axis.Numbers is not null).Select(axis => axis.Axis.Name)];
        if (expression.IsCondition) return Refused("is a condition, not a number", "write for example lambda^2");
        if (expression.Variables.FirstOrDefault(name => !numeric.Contains(name)) is { } unknown)
            return Refused($"names '{unknown}', which is no other axis of numbers", ExpressionNames.Minus(unknown, numeric)
                ?? string.Join("; ", new[] { Names.Suggest(unknown, numeric), $"for a single value write [{text}]" }.OfType<string>()));
        if (expression.Variables is not [var followed])
            return Refused(expression.Variables.Count == 0 ? "names no axis" : "names several axes", "an axis is an expression of one other axis, with which it moves");

        var numbers = others.First(axis => axis.Axis.Name == followed).Axis.Numbers!;
        for (int i = 0; i < numbers.Count; i++)
            if (!double.IsFinite(ValueAt(i))) return Refused(FormattableString.Invariant($"has no finite value at {followed} = {numbers[i]:R}"), null);
        return (AxisValues.Computed(numbers.Count, ValueAt), followed, expression.ToString());

        double ValueAt(int position) => expression.Number(new Value(numbers[position]), 0);

        (AxisValues, string, string)? Refused(string rule, string? remedy)
        {
            problems.Add(path, text, rule, remedy);
            return null;
        }
    }

    /// <summary>What the values lie in where those of the axis that it follows are drawn from an interval; null where they are not, or all are the same.</summary>
    public static SampledInterval? Interval(SampledInterval? followed, AxisValues values)
    {
        if (followed is null || values.Numbers() is not { } numbers) return null;
        double low = numbers.Min(), high = numbers.Max();
        return low < high ? new(low, high, followed.IsLog && low > 0) : null;
    }

    /// <summary>The other axis at one of its positions.</summary>
    private sealed class Value(double number) : IRows
    {
        public long Step(int row) => 0;

        double IRows.Value(string column, int row) => number;
    }
}
