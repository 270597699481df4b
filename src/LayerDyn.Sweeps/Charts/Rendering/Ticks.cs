using System.Globalization;
using LayerDyn.Science.Numerics;
using ScottPlot;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Where ticks stand and what they say. Places are those of <see cref="ChartAxes.Place"/>.</summary>
internal static class Ticks
{
    // Up to so many decades, digits within them are labelled; so many labels at least.
    private const double Narrow = 2.2;
    private const int Least = 3;
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

    /// <summary>
    /// Ticks of a logarithmic axis between two exponents: decades; over about two decades and less also 2 and 5, or 2, 3, 5 and 7 where these are too
    /// few; round numbers when it is narrower still.
    /// </summary>
    public static IReadOnlyList<Tick> Log(double low, double high)
    {
        var decades = Decades(low, high);
        if (high - low > Narrow && Labels(decades) >= Least) return decades;
        foreach (int[] digits in (int[][])[[1, 2, 5], [1, 2, 3, 5, 7]])
        {
            var ticks = Digits(low, high, digits);
            if (Labels(ticks) >= Least) return ticks;
        }

        int decade = (int)Math.Floor(low);
        return [.. Enumerable.Range(Least, 4).Select(wanted => Round(PortableMath.Pow(10, low - decade), PortableMath.Pow(10, high - decade), wanted))
            .First(found => found.Length >= Least || found.Length == 1)
            .Select(mantissa => Tick.Major(decade + PortableMath.Log10(mantissa), Within(mantissa, decade)))];
    }

    /// <summary>A number as axes show it.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        if (size < 1e-12) return "0";
        return size is >= 1e6 or < 1e-4 ? value.ToString("0.##e+0", CultureInfo.InvariantCulture) : value.ToString("0.######", CultureInfo.InvariantCulture);
    }

    private static int Labels(IEnumerable<Tick> ticks) => ticks.Count(tick => tick.IsMajor);

    private static List<Tick> Decades(double low, double high)
    {
        List<Tick> ticks = [];
        int first = (int)Math.Ceiling(low - 1e-9), last = (int)Math.Floor(high + 1e-9), decades = last - first + 1;
        int every = Math.Max(1, (decades + 7) / 8);
        for (int decade = first - 1; decade <= last; decade++)
        {
            if (decade >= first) ticks.Add((decade - first) % every == 0 ? Tick.Major(decade, Power(decade)) : Tick.Minor(decade));
            for (int digit = 2; digit <= 9 && every == 1; digit++)
                if (decade + PortableMath.Log10(digit) is var place && place >= low && place <= high) ticks.Add(Tick.Minor(place));
        }

        return ticks;
    }

    private static List<Tick> Digits(double low, double high, int[] labelled)
    {
        List<Tick> ticks = [];
        for (int decade = (int)Math.Floor(low); decade <= high; decade++)
            for (int digit = 1; digit <= 9; digit++)
            {
                double place = decade + PortableMath.Log10(digit);
                if (place < low - 1e-9 || place > high + 1e-9) continue;
                if (!labelled.Contains(digit)) ticks.Add(Tick.Minor(place));
                else ticks.Add(Tick.Major(place, Within(digit, decade)));
            }

        return ticks;
    }

    // Plain digits near one, as powers of ten where these would be long.
    private static string Within(double mantissa, int decade) => decade is >= -3 and <= 3 ? Number(mantissa * PortableMath.Pow(10, decade))
        : mantissa == 1 ? Power(decade) : $"{Number(mantissa)}·{Power(decade)}";

    private static string Power(int exponent)
    {
        string digits = string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']));
        return exponent is >= -2 and <= 3 ? Number(PortableMath.Pow(10, exponent)) : $"10{(exponent < 0 ? "⁻" : "")}{digits}";
    }
}
