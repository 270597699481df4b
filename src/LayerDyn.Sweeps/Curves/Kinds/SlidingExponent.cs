using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// The local exponent <c>d log y / d log x</c> along a line: at each place the least-squares slope of log y on log x over the places within
/// half a window to either side, and at least the nearest one to either side. Places whose window does not lie within the line have none, so
/// that every slope is centred: of a parabola in the logarithms, evenly measured, it is the exact derivative.
/// </summary>
/// <param name="decades">Width of the window in decades of x.</param>
/// <param name="irreducible">What is taken off every value first.</param>
internal sealed class SlidingExponent(double decades, double irreducible)
{
    private const double Slack = 1e-9; // places on the edge of a window, up to rounding

    // Of logarithms and their sums.
    private const double Rounding = 1e-13;


    /// <summary>The local exponents of a line and of its theory, at the places that have either.</summary>
    public PointLine Of(PointLine line)
    {
        double[] measured = Along(line.X, line.Y), theory = Along(line.X, line.Theory);
        int[] kept = [.. Enumerable.Range(0, line.X.Length).Where(i => double.IsFinite(measured[i]) || double.IsFinite(theory[i]))];
        return new(line.Index, [.. kept.Select(i => line.X[i])], [.. kept.Select(i => measured[i])], [.. kept.Select(i => theory[i])]);
    }

    private double[] Along(double[] x, double[] y)
    {
        double[] slopes = new double[x.Length];
        Array.Fill(slopes, double.NaN);
        // Values at or below the rounding floor are sums of larger ones that cancelled.
        double floor = Math.ScaleB(y.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max(), -52);
        int[] places = [.. Enumerable.Range(0, x.Length).Where(i => x[i] > 0 && double.IsFinite(y[i]) && y[i] - irreducible > floor)];
        double[] logX = [.. places.Select(i => PortableMath.Log(x[i]))], logY = [.. places.Select(i => PortableMath.Log(y[i] - irreducible))];
        var sums = new LineSums(logX, logY);
        double reach = decades / 2 * PortableMath.Log(10) + Slack;
        for (int i = 1, low = 0, high = 0; i < places.Length - 1; i++)
        {
            if (logX[i] - logX[0] < reach - 2 * Slack || logX[^1] - logX[i] < reach - 2 * Slack) continue;
            while (logX[i] - logX[low] > reach) low++;
            while (high < places.Length - 1 && logX[high + 1] - logX[i] <= reach) high++;
            double slope = sums.Slope(Math.Min(low, i - 1), Math.Max(high, i + 1));
            slopes[places[i]] = Math.Abs(slope) < Rounding ? 0 : slope;
        }

        return slopes;
    }
}
