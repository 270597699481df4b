namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>What a kernel is told of the networks of a batch.</summary>
/// <param name="Nets">How many they are.</param>
/// <param name="Size">Weights of one.</param>
/// <param name="HasVelocity">1 where steps go along velocities (momentum or weight decay), else 0.</param>
/// <param name="HasDecay">1 with weight decay, else 0.</param>
/// <param name="Weights">All weights, 1 x size, layer after layer.</param>
/// <param name="Velocities">Their velocities, where steps go along them.</param>
/// <param name="MinusCross">-D: out x in, or 1 x modes.</param>
/// <param name="Momentum">The momentum, 1 x 1.</param>
/// <param name="Decay">The weight decay, 1 x 1.</param>
/// <param name="GradientScale">The loss factor, 1 x 1.</param>
internal readonly record struct NetShape(
    int Nets, int Size, int HasVelocity, int HasDecay, Operand Weights, Operand Velocities, Operand MinusCross, Operand Momentum, Operand Decay, Operand GradientScale);
