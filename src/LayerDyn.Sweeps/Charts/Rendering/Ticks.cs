using System.Globalization;
using LayerDyn.Science.Numerics;
using ScottPlot;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Where ticks stand and what they say. Places are those of <see cref="ChartAxes.Place"/>.</summary>
internal static class Ticks
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Round numbers from <paramref name="low"/> to <paramref name="high"/>, about <paramref name="wanted"/> of them.</summary>
    public static double[] Round(double low, double high, int wanted)
    {
        if (!(high > low) || !double.IsFinite(high - low)) return [low];
        double rough = (high - low) / wanted, power = PortableMath.Pow(10, Math.Floor(PortableMath.Log10(rough)));
        double step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        List<double> ticks = [];
        for (double i = Math.Ceiling(low / step - 1e-9); i <= Math.Floor(high / step + 1e-9); i++) ticks.Add(Math.Round(i * step, 12));
        return [.. ticks];
    }

    /// <summary>Ticks of a logarithmic axis between two exponents: decades; below two decades also 2 and 5; round numbers when narrower still.</summary>
    public static IReadOnlyList<Tick> Log(double low, double high)
    {
        List<Tick> ticks = [];
        int first = (int)Math.Ceiling(low - 1e-9), last = (int)Math.Floor(high + 1e-9), decades = last - first + 1;
        int every = Math.Max(1, (decades + 7) / 8);
        if (high - low < 0.5)
        {
            foreach (double value in Round(PortableMath.Pow(10, low), PortableMath.Pow(10, high), 5))
                if (value > 0) ticks.Add(Tick.Major(PortableMath.Log10(value), Number(value)));
            return ticks;
        }

        for (int decade = first - 1; decade <= last; decade++)
        {
            bool labelled = (decade - first) % every == 0;
            if (decade >= first && labelled) ticks.Add(Tick.Major(decade, Power(decade)));
            else if (decade >= first) ticks.Add(Tick.Minor(decade));
            for (int digit = 2; digit <= 9 && every == 1; digit++)
            {
                double place = decade + PortableMath.Log10(digit);
                if (place < low || place > high) continue;
                if (high - low < 2 && digit is (2 or 5)) ticks.Add(Tick.Major(place, Number(digit * PortableMath.Pow(10, decade))));
                else ticks.Add(Tick.Minor(place));
            }
        }

        return ticks;
    }

    /// <summary>A number as axes show it.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        if (size < 1e-12) return "0";
        return size is >= 1e6 or < 1e-4 ? value.ToString("0.##e+0", CultureInfo.InvariantCulture) : value.ToString("0.######", CultureInfo.InvariantCulture);
    }

    private static string Power(int exponent)
    {
        string digits = string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']));
        return exponent is >= -2 and <= 3 ? Number(PortableMath.Pow(10, exponent)) : $"10{(exponent < 0 ? "⁻" : "")}{digits}";
    }
}
