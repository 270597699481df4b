using System.Collections.Frozen;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Expressions;

/// <summary>A function of numbers: <c>abs exp log log2 log10 sqrt min max</c>.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Arguments">How many numbers it takes.</param>
/// <param name="Apply">What it gives; the second number is 0 for a function of one.</param>
internal sealed record Function(string Name, int Arguments, Func<double, double, double> Apply)
{
    /// <summary>All of them by their names.</summary>
    public static FrozenDictionary<string, Function> All { get; } = new[]
    {
        new Function("abs", 1, (x, _) => Math.Abs(x)),
        new Function("exp", 1, (x, _) => PortableMath.Exp(x)),
        new Function("log", 1, (x, _) => PortableMath.Log(x)),
        new Function("log2", 1, (x, _) => PortableMath.Log2(x)),
        new Function("log10", 1, (x, _) => PortableMath.Log10(x)),
        new Function("sqrt", 1, (x, _) => Math.Sqrt(x)),
        new Function("min", 2, Math.Min),
        new Function("max", 2, Math.Max),
    }.ToFrozenDictionary(known => known.Name);
}
