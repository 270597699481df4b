namespace LayerDyn.Sweeps.Charts;

/// <summary>Runs that ended before what a line shows had come to them, drawn as an arrow upwards: it may come later, or never.</summary>
/// <param name="X">Where on the abscissa they stand.</param>
/// <param name="Y">What their value is above: the least over them.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Of">Of how many runs at this place.</param>
/// <param name="Color">Colour of their line, as in <see cref="LineSeries.Color"/>.</param>
/// <param name="Behind">Which points, as <see cref="Curves.StridedPoints"/> writes them.</param>
public sealed record CensoredMark(double X, double Y, int Count, int Of, int Color, string Behind);
