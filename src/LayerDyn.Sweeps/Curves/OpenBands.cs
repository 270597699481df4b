using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Bands that a logarithmic ordinate cannot show to their end, since their lower edge is 0 or less, e.g. a mean minus its standard deviation.</summary>
internal static class OpenBands
{
    /// <summary>What is said of them in the note of a chart.</summary>
    public const string Said = "bands that end at the lower edge reach 0 or less";

    /// <summary>What the note of a chart says of its bands; nothing where all of them are shown whole.</summary>
    public static IEnumerable<string> Note(Chart chart) => chart is LineChart lines && lines.Panels.Any(panel => In(panel, panel.Y ?? lines.Y)) ? [Said] : [];

    private static bool In(LinePanel panel, ChartAxis y) => y.Log && panel.Series.Any(IsOpen);

    private static bool IsOpen(LineSeries series) => series is { Low: { } low, High: { } high } && low.Zip(high).Any(edges => edges is { First: <= 0, Second: > 0 });
}
