namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>A measured value that a logarithmic axis cannot show, drawn at its edge.</summary>
/// <param name="X">Place on the abscissa.</param>
/// <param name="Y">Place on the ordinate.</param>
/// <param name="Below">Whether the ordinate is off the axis; else the abscissa is.</param>
/// <param name="Color">Colour of the line.</param>
internal readonly record struct EdgeMark(double X, double Y, bool Below, int Color);
