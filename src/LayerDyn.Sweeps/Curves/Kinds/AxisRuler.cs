using LayerDyn.Science.Numerics;
using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Values between the positions of a map's axis: evenly on the scale of the axis, and straight between neighbours on one without.</summary>
internal sealed class AxisRuler
{
    private readonly double[] _places;
    private readonly bool _log;
    private readonly bool _even;

    private AxisRuler(IReadOnlyList<double> numbers, AxisScale scale)
    {
        (_log, _even) = (scale == AxisScale.Log, scale != AxisScale.Positions);
        _places = [.. numbers.Select(To)];
    }

    /// <summary>The ruler of an axis; null when its positions are not at least two ascending numbers.</summary>
    public static AxisRuler? Of(HeatmapAxis axis) =>
        axis.Numbers is { Count: > 1 } numbers && numbers.Zip(numbers.Skip(1)).All(pair => pair.Second > pair.First) ? new(numbers, axis.Scale) : null;

    /// <summary>The value at a position, whole or not, from the first to the last.</summary>
    public double ValueAt(double position)
    {
        int before = Math.Clamp((int)Math.Floor(position), 0, _places.Length - 2);
        return From(_places[before] + (position - before) * (_places[before + 1] - _places[before]));
    }

    /// <summary>
    /// The position of a value; NaN outside the axis. Where values are evenly spaced, the outer halves of its first and last cell are inside.
    /// </summary>
    public double PositionOf(double value)
    {
        double place = To(value), reach = _even ? 0.5 : 0;
        int after = Math.Clamp(Array.FindIndex(_places, other => other > place) is var found && found < 0 ? _places.Length - 1 : found, 1, _places.Length - 1);
        double position = after - 1 + (place - _places[after - 1]) / (_places[after] - _places[after - 1]);
        return position >= -reach && position <= _places.Length - 1 + reach ? position : double.NaN;
    }

    private double To(double value) => _log ? PortableMath.Log(value) : value;

    private double From(double place) => _log ? PortableMath.Exp(place) : place;
}
