using System.Collections.Frozen;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Expressions;

/// <summary>What stands between two parts of an expression.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Precedence">How tightly it binds.</param>
/// <param name="OfConditions">Whether it joins conditions; else it takes numbers.</param>
/// <param name="GivesCondition">Whether it gives a condition.</param>
/// <param name="Apply">What it gives: of conditions 1 or 0.</param>
internal sealed record Operator(string Text, int Precedence, bool OfConditions, bool GivesCondition, Func<double, double, double> Apply)
{
    /// <summary>The precedence of comparisons, of which no two follow each other.</summary>
    public const int Comparison = 4;

    /// <summary>The precedence of powers, which are taken from the right.</summary>
    public const int Power = 8;

    /// <summary>All of them by their texts.</summary>
    public static FrozenDictionary<string, Operator> All { get; } = new[]
    {
        new Operator("or", 1, true, true, (a, b) => a != 0 || b != 0 ? 1 : 0),
        new Operator("and", 2, true, true, (a, b) => a != 0 && b != 0 ? 1 : 0),
        new Operator("<", Comparison, false, true, (a, b) => a < b ? 1 : 0),
        new Operator("<=", Comparison, false, true, (a, b) => a <= b ? 1 : 0),
        new Operator(">", Comparison, false, true, (a, b) => a > b ? 1 : 0),
        new Operator(">=", Comparison, false, true, (a, b) => a >= b ? 1 : 0),
        new Operator("+", 5, false, false, (a, b) => a + b),
        new Operator("-", 5, false, false, (a, b) => a - b),
        new Operator("*", 6, false, false, (a, b) => a * b),
        new Operator("/", 6, false, false, (a, b) => a / b),
        new Operator("^", Power, false, false, PortableMath.Pow),
    }.ToFrozenDictionary(known => known.Text);
}
