using System.Globalization;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Nothing, a truth value, a whole number (long), a number (double) or text.</summary>
internal sealed class SpecScalar(object? value, SpecMark mark = default, string? written = null) : SpecNode(mark, 1)
{
    public object? Value { get; } = value;

    /// <summary>The number it holds; null when it holds none.</summary>
    public double? Number => Value switch
    {
        long whole => whole,
        double number => number,
        _ => null,
    };

    public string? Text => Value as string;

    public override string ToString() => written ?? Value switch
    {
        null => "(nothing)",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Value.ToString()!,
    };
}
