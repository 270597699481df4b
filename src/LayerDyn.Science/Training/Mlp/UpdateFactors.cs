namespace LayerDyn.Science.Training.Mlp;

/// <summary>The numbers of one step of an update rule.</summary>
/// <param name="Adam">Those of Adam.</param>
/// <param name="Momentum">Those of rules along the gradient or a velocity.</param>
/// <param name="Sign">Those of rules along signs.</param>
internal readonly record struct UpdateFactors(AdamFactors Adam, MomentumFactors Momentum, SignFactors Sign);
