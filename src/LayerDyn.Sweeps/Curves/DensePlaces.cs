using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Where a formula is drawn: at the measured places and so closely between them that no corner shows.</summary>
internal static class DensePlaces
{
    private const int Wanted = 240;

    /// <summary>The measured places, ascending, with others between them; evenly in their logarithms on a logarithmic axis.</summary>
    public static double[] Of(double[] measured, bool log)
    {
        double[] shown = [.. measured.Where(x => double.IsFinite(x) && (!log || x > 0))];
        if (shown.Length < 2 || shown.Length >= Wanted) return measured;
        double low = To(shown[0]), step = (To(shown[^1]) - low) / Wanted;
        return [.. measured.Concat(Enumerable.Range(1, Wanted - 1).Select(i => From(low + i * step))).Distinct().Order()];

        double To(double x) => log ? PortableMath.Log(x) : x;
        double From(double place) => log ? PortableMath.Exp(place) : place;
    }
}
