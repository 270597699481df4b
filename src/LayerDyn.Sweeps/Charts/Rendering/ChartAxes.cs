using LayerDyn.Science.Numerics;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Axes of plots: logarithmic ones are drawn on log10 of the data.</summary>
internal static class ChartAxes
{
    /// <summary>The position of a value on an axis; NaN when it cannot be shown there.</summary>
    public static double Place(double value, ChartAxis axis) => !axis.Log ? value : value > 0 ? PortableMath.Log10(value) : double.NaN;

    /// <summary>Label and ticks of one axis of a plot whose limits are set.</summary>
    public static void Set(IAxis on, ChartAxis axis)
    {
        Label(on, axis.Label);
        on.TickGenerator = axis.Log ? new NumericManual([.. Ticks.Log(on.Range.Min, on.Range.Max)])
            : new NumericAutomatic { LabelFormatter = Ticks.Number, TargetTickCount = 7, MinimumTickSpacing = 40 };
    }

    /// <summary>
    /// Label and ticks of a map's axis: round numbers where the positions are evenly spaced, on a linear or a logarithmic scale;
    /// otherwise the positions' own names.
    /// </summary>
    public static void Set(IAxis on, HeatmapAxis axis)
    {
        const int Most = 10;
        Label(on, axis.Label);
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
            int every = (axis.Count + Most - 1) / Most;
            var ticks = new NumericManual();
            for (int i = 0; i < axis.Count; i += every) ticks.AddMajor(i, axis.Numbers is { } own ? Ticks.Number(own[i]) : axis.Ticks[i]);
            on.TickGenerator = ticks;
        }
    }

    private static void Label(IAxis on, string label)
    {
        on.Label.Text = label;
        on.Label.Bold = false;
        on.Label.FontSize = 14;
        on.TickLabelStyle.FontSize = 12;
        if (on.Edge == Edge.Left) on.TickLabelStyle.OffsetY = 2; // in the middle of the tick by eye
    }
}
