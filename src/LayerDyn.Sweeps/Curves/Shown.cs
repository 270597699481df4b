using System.Globalization;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Numbers as findings and labels show them: invariant, short.</summary>
internal static class Shown
{
    /// <summary>Four significant digits, e.g. <c>0.01234</c>, <c>1.2e-07</c>, <c>31620</c>.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value)) return "never";
        double size = Math.Abs(value);
        if (size is not 0 and (< 1e-3 or >= 1e6)) return value.ToString("0.###e+0", CultureInfo.InvariantCulture);
        return size >= 1000 ? Math.Round(value).ToString(CultureInfo.InvariantCulture) : value.ToString("G4", CultureInfo.InvariantCulture);
    }

    /// <summary>A whole number.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: <c>1 point</c>, <c>2 points</c>.</summary>
    public static string Count(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>What is found of diverged points: <c>2 points diverged</c>.</summary>
    public static string Diverged(long diverged) => $"{Count(diverged, "point")} diverged";

    /// <summary>Diverged points among all: <c>2 of 9 points diverged</c>.</summary>
    public static string Diverged(long diverged, long points) => $"{Number(diverged)} of {Count(points, "point")} diverged";
}
