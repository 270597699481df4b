namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>One place of a joint fit.</summary>
/// <param name="X">First abscissa, > 0.</param>
/// <param name="Y">Second abscissa, > 0.</param>
/// <param name="Value">What was measured there, > 0.</param>
internal readonly record struct JointPlace(double X, double Y, double Value);
