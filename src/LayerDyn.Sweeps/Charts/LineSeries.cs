namespace LayerDyn.Sweeps.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Label">What the legend shows; empty to leave it out of the legend.</param>
/// <param name="X">Abscissae.</param>
/// <param name="Y">Ordinates, one for each of <paramref name="X"/>; NaN breaks the line.</param>
/// <param name="Color">Index into the palette; -1 is black, <see cref="Grey"/> is grey.</param>
/// <param name="Stroke">How it is drawn.</param>
public sealed record LineSeries(
    string Label,
    IReadOnlyList<double> X,
    IReadOnlyList<double> Y,
    int Color,
    LineStroke Stroke = LineStroke.Solid)
{
    /// <summary>The colour of lines in the background.</summary>
    public const int Grey = -2;

    /// <summary>What it is called in full, also where the legend leaves it out, e.g. <c>theory, skill 2</c>.</summary>
    public string Name { get; init; } = Label;

    /// <summary>What it stands for.</summary>
    public SeriesRole Role { get; init; }

    /// <summary>Whether it is drawn over the measured line of its colour: theory, a fit or a calibrated curve.</summary>
    internal bool IsModel => Role is SeriesRole.Theory or SeriesRole.Fit or SeriesRole.Calibrated;

    /// <summary>The points that it was made of, diverged ones too, as <see cref="Curves.StridedPoints"/> writes them; null for none.</summary>
    public string? Behind { get; init; }

    /// <summary>Lower edge of the band, one for each of <see cref="X"/>; null for no band.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>Upper edge of the band, one for each of <see cref="X"/>; null for no band.</summary>
    public IReadOnlyList<double>? High { get; init; }
}
