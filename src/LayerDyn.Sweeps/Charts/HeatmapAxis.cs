using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Charts;

/// <summary>An axis of a map: one position a cell.</summary>
/// <param name="Label">Name and symbol.</param>
/// <param name="Ticks">What each position is called.</param>
/// <param name="Numbers">The number at each position; null when they are names.</param>
public sealed record HeatmapAxis(string Label, IReadOnlyList<string> Ticks, IReadOnlyList<double>? Numbers)
{
    /// <summary>The axis of the sweep.</summary>
    public string? Name { get; init; }

    /// <summary>Its symbol, e.g. <c>λ</c>; null without one.</summary>
    public string? Symbol { get; init; }

    /// <summary>Number of cells along the axis.</summary>
    public int Count => Ticks.Count;

    /// <summary>On which scale the positions are evenly spaced, to a thousandth of a cell.</summary>
    public AxisScale Scale => Numbers is not { Count: > 1 } numbers ? AxisScale.Positions
        : Even(numbers, number => number) ? AxisScale.Linear
        : numbers.All(number => number > 0) && Even(numbers, PortableMath.Log10) ? AxisScale.Log
        : AxisScale.Positions;

    private static bool Even(IReadOnlyList<double> numbers, Func<double, double> scale)
    {
        double first = scale(numbers[0]), step = (scale(numbers[^1]) - first) / (numbers.Count - 1);
        if (step == 0) return false;
        for (int i = 0; i < numbers.Count; i++)
            if (!(Math.Abs(scale(numbers[i]) - first - i * step) <= 1e-3 * Math.Abs(step))) return false;
        return true;
    }
}
