using LayerDyn.Science.Numerics;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Axes of plots: logarithmic ones are drawn on log10 of the data.</summary>
internal static class ChartAxes
{
    /// <summary>Size of tick labels.</summary>
    public const float TickSize = 12;

    private const float LabelSize = 14;

    /// <summary>The position of a value on an axis; NaN when it cannot be shown there.</summary>
    public static double Place(double value, ChartAxis axis) => !axis.Log ? value : value > 0 ? PortableMath.Log10(value) : double.NaN;

    /// <summary>Title of a panel, in lines that fit.</summary>
    public static void Title(Plot plot, string title, PlotSize size) => plot.Title(TextLines.Block(title, size.Width, LabelSize), LabelSize);

    /// <summary>Label and ticks of one axis of a plot whose limits are set, <paramref name="length"/> pixels long.</summary>
    public static void Set(IAxis on, ChartAxis axis, int length)
    {
        Label(on, axis.Label, length);
        on.TickGenerator = axis.Log ? new NumericManual([.. Ticks.Log(on.Range.Min, on.Range.Max)])
            : new NumericAutomatic { LabelFormatter = Ticks.Number, TargetTickCount = 7, MinimumTickSpacing = 40 };
    }

    /// <summary>
    /// Label and ticks of a map's axis: round numbers where the positions are evenly spaced, on a linear or a logarithmic scale;
    /// otherwise the positions' own names, in lines that fit.
    /// </summary>
    public static void Set(IAxis on, HeatmapAxis axis, int length)
    {
        const int Most = 10;
        Label(on, axis.Label, length);
        if (axis.Count > Most && axis.Scale == AxisScale.Linear && axis.Numbers is { } numbers)
        {
            var ticks = new NumericManual();
            double step = (numbers[^1] - numbers[0]) / (axis.Count - 1);
            foreach (double value in Ticks.Round(Math.Min(numbers[0], numbers[^1]), Math.Max(numbers[0], numbers[^1]), 7))
                ticks.AddMajor((value - numbers[0]) / step, Ticks.Number(value));
            on.TickGenerator = ticks;
        }
        else if (axis.Count > Most && axis.Scale == AxisScale.Log && axis.Numbers is { } powers)
        {
            double low = PortableMath.Log10(powers[0]), step = (PortableMath.Log10(powers[^1]) - low) / (axis.Count - 1);
            var ticks = Ticks.Log(Math.Min(low, PortableMath.Log10(powers[^1])), Math.Max(low, PortableMath.Log10(powers[^1])))
                .Select(tick => new Tick((tick.Position - low) / step, tick.Label, tick.IsMajor));
            on.TickGenerator = new NumericManual([.. ticks]);
        }
        else
        {
            on.TickGenerator = Names(axis, on.Edge == Edge.Bottom, length, Most);
        }
    }

    // As many names as stand beside each other; names of one position each, if they are few, in several lines.
    private static NumericManual Names(HeatmapAxis axis, bool bottom, int length, int most)
    {
        const int Gap = 8, WidestAtLeft = 180;
        string[] names = [.. Enumerable.Range(0, axis.Count).Select(i => axis.Numbers is { } own ? Ticks.Number(own[i]) : axis.Ticks[i])];
        float spacing = (float)length / axis.Count;
        int every = (axis.Count + most - 1) / most;
        if (bottom && axis.Numbers is not null) every = Math.Max(every, (int)Math.Ceiling((TextLines.Widest(names, TickSize) + Gap) / spacing));
        var ticks = new NumericManual();
        for (int i = 0; i < axis.Count; i += every) ticks.AddMajor(i, TextLines.Block(names[i], bottom ? every * spacing - Gap : WidestAtLeft, TickSize));
        return ticks;
    }

    private static void Label(IAxis on, string label, int length)
    {
        on.Label.Text = TextLines.Block(label, length, LabelSize);
        on.Label.Bold = false;
        on.Label.FontSize = LabelSize;
        on.TickLabelStyle.FontSize = TickSize;
        if (on.Edge == Edge.Left) on.TickLabelStyle.OffsetY = 2; // in the middle of the tick by eye
    }
}
