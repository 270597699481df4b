namespace LayerDyn.Sweeps.Charts;

/// <summary>One set of axes with its lines.</summary>
/// <param name="Title">Title of the panel; empty for none.</param>
/// <param name="Series">Lines, drawn in this order.</param>
public sealed record LinePanel(string Title, IReadOnlyList<LineSeries> Series)
{
    /// <summary>Heights at which a thin horizontal line is drawn, e.g. a threshold.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [];

    /// <summary>What the levels are, for the legend; empty without levels.</summary>
    public string LevelsName { get; init; } = "";

    /// <summary>Trainings that diverged, ascending by where they ended.</summary>
    public IReadOnlyList<DivergedMark> Diverged { get; init; } = [];

    /// <summary>Runs that ended before what the lines show had come to them.</summary>
    public IReadOnlyList<CensoredMark> Censored { get; init; } = [];

    /// <summary>Its own ordinate; null to use the chart's.</summary>
    public ChartAxis? Y { get; init; }
}
