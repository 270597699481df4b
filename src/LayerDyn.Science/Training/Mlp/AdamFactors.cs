namespace LayerDyn.Science.Training.Mlp;

/// <summary>The numbers of one step of Adam.</summary>
/// <param name="Shrink">Factor on the weights beforehand: 1 without decoupled decay.</param>
/// <param name="Penalty">L2 penalty in the gradient.</param>
/// <param name="Rest1">1 - beta1.</param>
/// <param name="Beta2">beta2.</param>
/// <param name="Rest2">1 - beta2.</param>
/// <param name="Correction">1 / sqrt(1 - beta2^t).</param>
/// <param name="Eps">Added to the denominator.</param>
/// <param name="MinusStep">-learningRate / (1 - beta1^t).</param>
internal readonly record struct AdamFactors(
    float Shrink, float Penalty, float Rest1, float Beta2, float Rest2, float Correction, float Eps, float MinusStep);
