namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Least-squares lines over any stretch of places, from running sums.</summary>
internal sealed class LineSums
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _xx;
    private readonly double[] _xy;
    private readonly double[] _yy;

    public LineSums(double[] x, double[] y)
    {
        // About the means, so that little cancels.
        double middleX = x.Length == 0 ? 0 : x.Average(), middleY = y.Length == 0 ? 0 : y.Average();
        double[] dx = [.. x.Select(value => value - middleX)], dy = [.. y.Select(value => value - middleY)];
        _x = Running(i => dx[i]);
        _y = Running(i => dy[i]);
        _xx = Running(i => dx[i] * dx[i]);
        _xy = Running(i => dx[i] * dy[i]);
        _yy = Running(i => dy[i] * dy[i]);

        double[] Running(Func<int, double> term)
        {
            double[] sums = new double[x.Length + 1];
            for (int i = 0; i < x.Length; i++) sums[i + 1] = sums[i] + term(i);
            return sums;
        }
    }

    /// <summary>The slope over the places from first to last; NaN for one abscissa.</summary>
    public double Slope(int first, int last) => Spread(first, last) is > 0 and var spread ? Moment(_xy, _x, _y, first, last) / spread : double.NaN;

    /// <summary>Sum of squares of x about its mean.</summary>
    public double Spread(int first, int last) => Moment(_xx, _x, _x, first, last);

    /// <summary>Share of the variance of y that the line explains, at most 1.</summary>
    public double RSquared(int first, int last)
    {
        double variance = Moment(_yy, _y, _y, first, last);
        return variance > 0 ? Math.Min(1, Slope(first, last) * Moment(_xy, _x, _y, first, last) / variance) : double.NaN;
    }

    /// <summary>Standard deviation about the line (n - 2).</summary>
    public double Deviation(int first, int last) =>
        Math.Sqrt(Math.Max(0, Moment(_yy, _y, _y, first, last) - Slope(first, last) * Moment(_xy, _x, _y, first, last)) / (last - first - 1));

    private static double Moment(double[] product, double[] a, double[] b, int first, int last) =>
        product[last + 1] - product[first] - (a[last + 1] - a[first]) * (b[last + 1] - b[first]) / (last - first + 1);
}
