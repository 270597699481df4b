namespace LayerDyn.Science.Training.Mlp;

/// <summary>The numbers of one step along signs.</summary>
/// <param name="Shrink">Factor on the weights beforehand: 1 without decoupled decay.</param>
/// <param name="Penalty">L2 penalty in the gradient.</param>
/// <param name="Beta1">Share of the average in the step.</param>
/// <param name="Rest1">1 - beta1.</param>
/// <param name="Beta2">Share of the average in the next one.</param>
/// <param name="Rest2">1 - beta2.</param>
/// <param name="MinusStep">Minus the learning rate.</param>
internal readonly record struct SignFactors(float Shrink, float Penalty, float Beta1, float Rest1, float Beta2, float Rest2, float MinusStep);
