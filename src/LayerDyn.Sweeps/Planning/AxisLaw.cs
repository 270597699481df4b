using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Planning;

/// <summary>How a sampled axis turns a uniform number into a value: one of few, or any of an interval.</summary>
internal sealed class AxisLaw
{
    private readonly Func<double, double> _draw;

    private AxisLaw(AxisValues? values, SampledInterval? interval, Func<double, double> draw) => (Values, Interval, _draw) = (values, interval, draw);

    /// <summary>The values that it chooses from; null where it draws from an interval.</summary>
    public AxisValues? Values { get; }

    /// <summary>The interval; null where it chooses.</summary>
    public SampledInterval? Interval { get; }

    /// <summary>Each of the values as likely as any other.</summary>
    public static AxisLaw Choice(AxisValues values) => new(values, null, uniform => Math.Floor(uniform * values.Count));

    /// <summary>Any number between two others, or any logarithm.</summary>
    public static AxisLaw Continuous(SampledInterval interval) => new(null, interval, uniform => Between(interval, uniform));

    /// <summary>Multiples of a step above the lower end; by logarithm, those nearest to numbers drawn between half a step around the ends.</summary>
    public static AxisLaw Stepped(SampledInterval interval, double step, AxisValues values)
    {
        if (!interval.IsLog) return Choice(values);
        double half = step / 2;
        var around = new SampledInterval(Math.Max(interval.Low - half, interval.Low / 2), interval.High + half, true);
        return new(values, null, uniform => Math.Clamp(Math.Floor((Between(around, uniform) - interval.Low + half) / step), 0, values.Count - 1));
    }

    /// <summary>The position among <see cref="Values"/>, or the value itself, of a uniform number in (0, 1).</summary>
    public double Draw(double uniform) => _draw(uniform);

    private static double Between(SampledInterval interval, double uniform)
    {
        if (!interval.IsLog) return interval.Low + (uniform * (interval.High - interval.Low));
        double low = PortableMath.Log10(interval.Low), high = PortableMath.Log10(interval.High);
        return PortableMath.Pow(10, low + (uniform * (high - low)));
    }
}
