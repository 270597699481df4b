using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Curves;

/// <summary>The single runs behind a line, as thin lines of its colour.</summary>
internal static class RunLines
{
    private const int Most = 200;

    /// <summary>The series, the first of them in the order of the points; none unless the curve asks for runs.</summary>
    public static IEnumerable<LineSeries> Of(BandKind kind, IReadOnlyList<PointLine> lines, string name, int color) => kind != BandKind.Runs ? []
        : lines.Take(Most).Select(line => new LineSeries("", line.X, line.Y, color)
        {
            Name = $"{name}, point {Shown.Number(line.Index)}",
            Role = SeriesRole.Run,
            Behind = Shown.Number(line.Index),
        });

    /// <summary>What is said where not all are drawn; null where they are.</summary>
    public static string? Finding(BandKind kind, int lines, string suffix) => kind == BandKind.Runs && lines > Most
        ? $"{Most} of {lines} runs are drawn{suffix}" : null;
}
