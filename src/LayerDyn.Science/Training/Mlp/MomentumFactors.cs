namespace LayerDyn.Science.Training.Mlp;

/// <summary>The numbers of one step with momentum.</summary>
/// <param name="Penalty">L2 penalty in the gradient.</param>
/// <param name="Momentum">Factor on the velocity.</param>
/// <param name="Damping">Factor on the gradient that enters the velocity.</param>
/// <param name="OfGradient">Share of the gradient in the direction: 1 for Nesterov's form, else 0.</param>
/// <param name="OfVelocity">Share of the velocity in the direction.</param>
/// <param name="MinusStep">Minus the learning rate.</param>
internal readonly record struct MomentumFactors(
    float Penalty, float Momentum, float Damping, float OfGradient, float OfVelocity, float MinusStep);
