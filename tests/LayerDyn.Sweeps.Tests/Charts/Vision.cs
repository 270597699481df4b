using ScottPlot;

namespace LayerDyn.Sweeps.Tests.Charts;

/// <summary>How colours look to people with full dichromacy (Machado, Oliveira and Fernandes 2009, severity 1), in CIE L*a*b* (D65).</summary>
internal static class Vision
{
    public static IReadOnlyDictionary<string, double[]> Kinds { get; } = new Dictionary<string, double[]>
    {
        ["normal"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    /// <summary>The distance of two colours (CIE 1976); 2.3 is just noticeable.</summary>
    public static double Distance(Color a, Color b, double[] kind)
    {
        var (p, q) = (Lab(a, kind), Lab(b, kind));
        return Math.Sqrt(Math.Pow(p.L - q.L, 2) + Math.Pow(p.A - q.A, 2) + Math.Pow(p.B - q.B, 2));
    }

    public static (double L, double A, double B) Lab(Color color, double[] kind)
    {
        double[] own = Linear(color);
        double[] seen = [.. Enumerable.Range(0, 3).Select(row => Math.Clamp(kind[3 * row] * own[0] + kind[3 * row + 1] * own[1] + kind[3 * row + 2] * own[2], 0, 1))];
        double x = Curve((0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047);
        double y = Curve(Luminance(seen)), z = Curve((0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883);
        return (116 * y - 16, 500 * (x - y), 200 * (y - z));
    }

    /// <summary>Contrast with white (WCAG 2).</summary>
    public static double ContrastWithWhite(Color color) => 1.05 / (Luminance(Linear(color)) + 0.05);

    private static double Luminance(double[] linear) => 0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2];

    private static double[] Linear(Color color) => [.. new[] { color.R, color.G, color.B }.Select(channel => channel / 255.0)
        .Select(channel => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4))];

    private static double Curve(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}
