namespace LayerDyn.Science.Training.Mlp;

/// <summary>The numbers of one step of an update rule.</summary>
/// <param name="Adam">Those of Adam.</param>
/// <param name="Momentum">Those of the other rules.</param>
internal readonly record struct UpdateFactors(AdamFactors Adam, MomentumFactors Momentum);
