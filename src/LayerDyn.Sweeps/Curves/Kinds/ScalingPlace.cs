namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>One place of a scaling curve.</summary>
/// <param name="X">Abscissa.</param>
/// <param name="Y">Mean over seeds.</param>
/// <param name="Stratum">Which stratum it comes from; for compute the best size.</param>
internal readonly record struct ScalingPlace(double X, double Y, int Stratum);
