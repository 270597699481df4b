using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// The slope of a curve in log-log around each place, by least squares over the places within a quarter of a decade (more where the curve is
/// scalloped) and at least three, and the longest stretch on which it is settled.
/// </summary>
internal sealed class LocalSlopes
{
    private const double LeastReach = 0.25, Decade = 2.302585092994046;

    // A local slope is settled when it is within this share of the fitted one; where noise hides that, within three standard errors, but never
    // further than the larger share. Of few places noise is hard to tell from curvature.
    // Averaged over scallops, a slope still sways by some.
    private const double Settling = 0.05, SettlingOfScallops = 0.1, Most = 0.25, MostOfFew = 0.15, StandardErrors = 3;
    private const int Few = 8, PerDecade = 20;

    // Less than this over the whole stretch is a plateau, not a law.
    private const double LeastChange = 0.1;

    private readonly double[] _x;
    private readonly double[] _errors;
    private readonly LineSums _sums;
    private readonly double _settling;

    private LocalSlopes(double[] x, double[] y, int pieces)
    {
        (_x, _sums, _settling) = (x, new LineSums(x, y), pieces > 0 ? SettlingOfScallops : Settling);
        double reach = Math.Max(LeastReach * Decade, pieces > 0 ? (x[^1] - x[0]) / pieces : 0);
        (Values, _errors) = (new double[x.Length], new double[x.Length]);
        double noise = Noise(x, y);
        if (x.Length is > 2 and < Few) noise = Math.Max(noise, _sums.Deviation(0, x.Length - 1));
        for (int i = 0, low = 0, high = 0; i < x.Length; i++)
        {
            // Whole scallops at the ends too.
            double middle = pieces > 0 ? Math.Clamp(x[i], x[0] + Math.Min(reach, (x[^1] - x[0]) / 2), x[^1] - Math.Min(reach, (x[^1] - x[0]) / 2)) : x[i];
            while (middle - x[low] > reach + 1e-9) low++;
            while (high < x.Length - 1 && x[high + 1] - middle <= reach + 1e-9) high++;
            var (first, last) = AtLeastThree(i, low, Math.Max(low, high));
            Values[i] = _sums.Slope(first, last);
            _errors[i] = noise / Math.Sqrt(_sums.Spread(first, last));
        }
    }

    /// <summary>The slope at each place.</summary>
    public double[] Values { get; }

    /// <summary>Number of places.</summary>
    public int Count => _x.Length;

    /// <param name="x">Logarithms of the abscissae, ascending.</param>
    /// <param name="y">Logarithms of the values.</param>
    /// <param name="pieces">How many pieces the curve consists of, each with a curvature of its own: a slope is taken over one to either side.</param>
    public static LocalSlopes Of(double[] x, double[] y, int pieces) => new(x, y, pieces);

    /// <summary>
    /// The longest stretch, the later one of equals, of at least a decade whose local slopes agree with its fitted slope. Null when there is none.
    /// </summary>
    /// <param name="span">Logarithm of the range that was measured: where it is below a decade, a stretch must have all of it.</param>
    public (int First, int Last)? Settled(double span)
    {
        if (Count < 3) return null;
        int[] ends = Thinned();
        double least = Math.Min(Decade, span) - 1e-9, longest = 0;
        (int First, int Last)? best = null;
        foreach (int first in ends)
            foreach (int last in ends)
            {
                double length = _x[last] - _x[first];
                if (last - first < 2 || length < least || length < longest - 1e-9 || !IsSettled(first, last)) continue;
                (longest, best) = (Math.Max(length, longest), (first, last));
            }

        return best;
    }

    /// <summary>The slope at an abscissa (not its logarithm); null where there is no place.</summary>
    public double? At(double x) => x > 0 && Array.BinarySearch(_x, PortableMath.Log(x)) is >= 0 and var place ? Values[place] : null;

    /// <summary>Share of the variance of y that a line explains.</summary>
    public double RSquared(int first, int last) => _sums.RSquared(first, last);

    /// <summary>Least and largest slope at the places between two abscissae; NaN without any.</summary>
    public (double Least, double Largest) Range(double from, double to)
    {
        double[] inside = [.. Values.Where((slope, i) => _x[i] >= from - 1e-12 && _x[i] <= to + 1e-12 && double.IsFinite(slope))];
        return inside.Length == 0 ? (double.NaN, double.NaN) : (inside.Min(), inside.Max());
    }

    private bool IsSettled(int first, int last)
    {
        double slope = _sums.Slope(first, last), size = Math.Abs(slope);
        if (!(size * (_x[last] - _x[first]) >= LeastChange)) return false;
        double most = (Count < Few ? MostOfFew : Most) * size;
        for (int i = first; i <= last; i++)
            if (!(Math.Abs(Values[i] - slope) <= Math.Max(_settling * size, Math.Min(StandardErrors * _errors[i], most)))) return false;
        return true;
    }

    private (int First, int Last) AtLeastThree(int place, int low, int high)
    {
        while (high - low < 2 && (low > 0 || high < _x.Length - 1))
        {
            if (low > 0 && (high == _x.Length - 1 || _x[place] - _x[low - 1] <= _x[high + 1] - _x[place])) low--;
            else high++;
        }

        return (low, high);
    }

    // Where a stretch may begin and end: of curves measured at every step, some twenty places a decade.
    private int[] Thinned()
    {
        List<int> kept = [];
        for (int i = 0; i < Count; i++)
            if (i == 0 || i == Count - 1 || Math.Floor(_x[i] / Decade * PerDecade + 1e-6) > Math.Floor(_x[kept[^1]] / Decade * PerDecade + 1e-6)) kept.Add(i);
        return [.. kept];
    }

    // Robust: third divided differences, which no smooth curvature gets into, scaled to the noise of one place.
    private static double Noise(double[] x, double[] y)
    {
        int order = Math.Min(4, x.Length);
        if (order < 3) return 0;
        double[] sizes = new double[x.Length - order + 1];
        for (int first = 0; first < sizes.Length; first++)
        {
            double difference = 0, variance = 0;
            for (int i = first; i < first + order; i++)
            {
                double weight = 1;
                for (int other = first; other < first + order; other++)
                    if (other != i) weight *= x[i] - x[other];
                difference += y[i] / weight;
                variance += 1 / (weight * weight);
            }

            sizes[first] = Math.Abs(difference) / Math.Sqrt(variance);
        }

        Array.Sort(sizes);
        return 1.4826 * Summary.Quantile(sizes, 0.5); // of a normal distribution, from the median size to the standard deviation
    }
}
