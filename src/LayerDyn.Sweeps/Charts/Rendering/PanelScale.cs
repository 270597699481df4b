using ScottPlot;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Where values stand in a panel of lines whose limits are fitted to everything that its axes can show.</summary>
internal sealed class PanelScale
{
    private const double MarginX = 0.026, MarginY = 0.032;

    // Room for the crosses at the top, the marks at the bottom and those at the left, as shares of the axis.
    private const double Crosses = 0.05, Below = 0.05, Left = 0.03;
    private readonly ChartAxis _x;
    private readonly ChartAxis _y;

    private PanelScale(ChartAxis x, ChartAxis y, AxisLimits limits) => (_x, _y, Limits) = (x, y, limits);

    /// <summary>The limits of the axes, in places.</summary>
    public AxisLimits Limits { get; }

    /// <summary>The limits that show a whole panel.</summary>
    public static PanelScale Of(LinePanel panel, ChartAxis x, ChartAxis y)
    {
        var (left, right) = Span(Abscissae(panel), x, MarginX);
        var (bottom, top) = Span(Ordinates(panel), y, MarginY);
        var open = new PanelScale(x, y, new AxisLimits(left, right, bottom, top));
        double width = right - left, height = top - bottom;
        if (panel.Diverged.Count > 0) top += Crosses * height;
        if (panel.Series.Any(series => series.Y.Any(open.IsBelow))) bottom -= Below * height;
        if (panel.Series.Any(series => series.X.Any(open.IsBefore))) left -= Left * width;
        return new(x, y, new AxisLimits(
            x.Min is { } least ? ChartAxes.Place(least, x) : left, x.Max is { } most ? ChartAxes.Place(most, x) : right,
            y.Min is { } low ? ChartAxes.Place(low, y) : bottom, y.Max is { } high ? ChartAxes.Place(high, y) : top));
    }

    /// <summary>Whether an abscissa is off a logarithmic axis: zero or less, or less than it shows.</summary>
    public bool IsBefore(double x) => IsOff(x, _x, Limits.Left);

    /// <summary>Whether an ordinate is off a logarithmic axis: zero or less, or less than it shows.</summary>
    public bool IsBelow(double y) => IsOff(y, _y, Limits.Bottom);

    /// <summary>The place of an abscissa, at the left edge when it is off the axis; NaN when it is not finite.</summary>
    public double X(double value) => IsBefore(value) ? Limits.Left : ChartAxes.Place(value, _x);

    /// <summary>The place of an ordinate, at the lower edge when it is off the axis; NaN when it is not finite.</summary>
    public double Y(double value) => IsBelow(value) ? Limits.Bottom : ChartAxes.Place(value, _y);

    private static bool IsOff(double value, ChartAxis axis, double edge) =>
        axis.Log && double.IsFinite(value) && (value <= 0 || ChartAxes.Place(value, axis) < edge);

    private static IEnumerable<double> Abscissae(LinePanel panel) =>
        [.. panel.Series.SelectMany(series => series.X), .. panel.Diverged.Select(mark => mark.X), .. panel.Censored.Select(mark => mark.X)];

    private static IEnumerable<double> Ordinates(LinePanel panel) =>
        [.. panel.Series.SelectMany(series => (double[])[.. series.Y, .. series.Low ?? [], .. series.High ?? []]),
            .. panel.Levels, .. panel.Censored.Select(mark => mark.Y)];

    // A single place stands in the middle of a decade, or of its own size.
    private static (double Low, double High) Span(IEnumerable<double> values, ChartAxis axis, double margin)
    {
        double[] places = [.. values.Select(value => ChartAxes.Place(value, axis)).Where(double.IsFinite)];
        if (places.Length == 0) return (0, 1);
        double low = places.Min(), high = places.Max();
        if (high > low) return (low - margin * (high - low), high + margin * (high - low));
        double half = axis.Log || low == 0 ? 0.5 : Math.Abs(low) / 2;
        return (low - half, high + half);
    }
}
