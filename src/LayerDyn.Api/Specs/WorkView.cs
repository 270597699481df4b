namespace LayerDyn.Api.Specs;

/// <summary>What running a sweep will take, roughly.</summary>
/// <param name="Steps">Optimizer steps of all points.</param>
/// <param name="Measurements">Measured rows of all points.</param>
/// <param name="Flops">Floating-point operations of all points.</param>
/// <param name="Seconds">Seconds on one core.</param>
public sealed record WorkView(double Steps, double Measurements, double Flops, double Seconds);
