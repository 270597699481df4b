using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Axes of plots: logarithmic ones are drawn on log10 of the data with ticks at decades.</summary>
internal static class ChartAxes
{
    private static readonly string[] Superscripts = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

    /// <summary>The position of a value on an axis; NaN when it cannot be shown there.</summary>
    public static double Place(double value, ChartAxis axis) => !axis.Log ? value : value > 0 ? Math.Log10(value) : double.NaN;

    /// <summary>Labels and ticks of one axis of a plot.</summary>
    public static void Set(IAxis on, ChartAxis axis)
    {
        on.Label.Text = axis.Label;
        on.Label.Bold = false;
        on.Label.FontSize = 14;
        on.TickLabelStyle.FontSize = 12;
        if (!axis.Log) return;
        on.TickGenerator = new NumericAutomatic
        {
            IntegerTicksOnly = true,
            LabelFormatter = Power,
            MinorTickGenerator = new LogMinorTickGenerator { Divisions = 9 },
        };
    }

    /// <summary>Ticks of a map's axis: at most nine, at the middle of their cells.</summary>
    public static void Set(IAxis on, HeatmapAxis axis)
    {
        Set(on, new ChartAxis(axis.Label));
        const int Most = 9;
        int every = (axis.Count + Most - 1) / Most;
        var ticks = new NumericManual();
        for (int i = 0; i < axis.Count; i += every) ticks.AddMajor(i, axis.Numbers is { } numbers ? Short(numbers[i]) : axis.Ticks[i]);
        on.TickGenerator = ticks;
    }

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Power(double exponent)
    {
        int whole = (int)Math.Round(exponent);
        string digits = string.Concat(Math.Abs(whole).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']));
        return whole is >= -2 and <= 3 ? Math.Pow(10, whole).ToString("G", CultureInfo.InvariantCulture) : $"10{(whole < 0 ? "⁻" : "")}{digits}";
    }
}
