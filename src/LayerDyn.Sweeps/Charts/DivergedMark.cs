namespace LayerDyn.Sweeps.Charts;

/// <summary>Trainings that diverged, drawn as a cross at the top of their panel: they are in no mean.</summary>
/// <param name="X">Where on the abscissa they ended.</param>
/// <param name="Count">How many.</param>
/// <param name="Color">Colour of the line that they would belong to, as in <see cref="LineSeries.Color"/>.</param>
/// <param name="Behind">Which points, as <see cref="Curves.StridedPoints"/> writes them.</param>
public sealed record DivergedMark(double X, int Count, int Color, string Behind);
