using System.Collections;
using System.Globalization;
using LayerDyn.Science.Numerics;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>The values of an axis, by position; long axes are arithmetic and never written out.</summary>
internal sealed class AxisValues
{
    private const double LargestExact = 1e18;

    private readonly IReadOnlyList<SpecNode>? _written;
    private readonly Func<int, double>? _formula;

    private AxisValues(int count, IReadOnlyList<SpecNode>? written, Func<int, double>? formula) =>
        (Count, _written, _formula) = (count, written, formula);

    public int Count { get; }

    public SpecNode this[int position] => _written?[position] ?? new SpecScalar(_formula!(position));

    /// <summary>The values as written, numbers or not.</summary>
    public static AxisValues Listed(IReadOnlyList<SpecNode> values) => new(values.Count, values, null);

    /// <summary>What a function of the position gives.</summary>
    public static AxisValues Computed(int count, Func<int, double> value) => new(count, null, value);

    /// <summary>As <c>numpy.linspace</c>, bit for bit: start + i step, and the end value itself last.</summary>
    public static AxisValues Linspace(double start, double stop, int count)
    {
        double delta = stop - start, step = delta / (count - 1);
        return new(count, null, i => i == 0 ? start
            : i == count - 1 ? stop
            : step == 0 ? (i / (double)(count - 1) * delta) + start
            : (i * step) + start);
    }

    /// <summary>Geometric from start to stop, both included, as <c>numpy.geomspace</c>.</summary>
    public static AxisValues Logspace(double start, double stop, int count)
    {
        var exponents = Linspace(PortableMath.Log10(start), PortableMath.Log10(stop), count);
        return new(count, null, i => i == 0 ? start : i == count - 1 ? stop : PortableMath.Pow(10, exponents._formula!(i)));
    }

    /// <summary>
    /// start + i step in decimal arithmetic, so that 0.1 + 2 x 0.1 is the 0.3 that a user would write; in floating point where a
    /// number is too long or too large for it.
    /// </summary>
    public static AxisValues Range(double start, double step, int count) =>
        Exact(start) is { } first && Exact(step) is { } apart && Math.Abs(step) * count < LargestExact
            ? new(count, null, i => double.Parse((first + (i * apart)).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
            : new(count, null, i => start + (i * step));

    /// <summary>Number of values of a range, the stop excluded.</summary>
    public static double RangeCount(double start, double stop, double step) =>
        Exact(start) is { } first && Exact(stop) is { } end && Exact(step) is { } apart && Math.Abs((stop - start) / step) < int.MaxValue
            ? (double)Math.Ceiling((end - first) / apart)
            : Math.Ceiling((stop - start) / step * (1 - 1e-12)); // a quotient that rounding lifts above a whole number is that number

    private static decimal? Exact(double number) =>
        decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
        && Math.Abs(exact) < (decimal)LargestExact && double.Parse(exact.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) == number
            ? exact
            : null;

    /// <summary>The value at each position when all are numbers.</summary>
    public IReadOnlyList<double>? Numbers() =>
        _formula is not null ? new ComputedList<double>(Count, _formula)
        : _written!.All(value => value is SpecScalar { Number: not null })
            ? [.. _written!.Select(value => ((SpecScalar)value).Number!.Value)]
            : null;

    /// <summary>The truth value at each position when all are truth values.</summary>
    public IReadOnlyList<bool>? Flags() =>
        _written is not null && _written.All(value => value is SpecScalar { Value: bool }) ? [.. _written.Select(value => (bool)((SpecScalar)value).Value!)] : null;

    /// <summary>What tables show at each position.</summary>
    public IReadOnlyList<string> Labels() => _written is not null
        ? [.. _written.Select(value => value.ToString())]
        : new ComputedList<string>(Count, i => _formula!(i).ToString(CultureInfo.InvariantCulture));

    private sealed class ComputedList<T>(int count, Func<int, T> item) : IReadOnlyList<T>
    {
        public int Count => count;

        public T this[int index] =>
            (uint)index < (uint)count ? item(index) : throw new ArgumentOutOfRangeException(nameof(index), index, $"must be below {count}");

        public IEnumerator<T> GetEnumerator()
        {
            for (int i = 0; i < count; i++) yield return item(i);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
