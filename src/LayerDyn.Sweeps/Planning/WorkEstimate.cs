namespace LayerDyn.Sweeps.Planning;

/// <summary>What running a sweep will take, roughly.</summary>
/// <param name="Points">Number of points.</param>
/// <param name="Steps">Optimizer steps of all points.</param>
/// <param name="Measurements">Measured rows of all points.</param>
/// <param name="Flops">Floating-point operations of all points.</param>
/// <param name="Duration">Time on one core.</param>
/// <param name="IsSampled">Whether it was scaled up from a sample of the points.</param>
public sealed record WorkEstimate(long Points, double Steps, double Measurements, double Flops, TimeSpan Duration, bool IsSampled);
