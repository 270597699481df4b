namespace LayerDyn.Sweeps.Curves;

/// <summary>One column of one point along an abscissa.</summary>
/// <param name="Index">The point.</param>
/// <param name="X">Abscissae, ascending.</param>
/// <param name="Y">Values; NaN where missing.</param>
/// <param name="Theory">Exact values; NaN where missing.</param>
internal readonly record struct PointLine(long Index, double[] X, double[] Y, double[] Theory);
