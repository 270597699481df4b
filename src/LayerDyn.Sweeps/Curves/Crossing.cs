namespace LayerDyn.Sweeps.Curves;

/// <summary>When a measured curve first reaches a threshold.</summary>
internal static class Crossing
{
    /// <summary>
    /// The first abscissa at which the curve is at the threshold or above it, interpolated linearly from the measurement before;
    /// NaN when it never is. Values that are not finite are passed over.
    /// </summary>
    public static double First(IReadOnlyList<double> x, IReadOnlyList<double> y, double threshold)
    {
        int before = -1;
        for (int i = 0; i < x.Count; i++)
        {
            if (!double.IsFinite(y[i])) continue;
            if (y[i] >= threshold)
                return before < 0 ? x[i] : x[before] + (x[i] - x[before]) * ((threshold - y[before]) / (y[i] - y[before]));
            before = i;
        }

        return double.NaN;
    }
}
