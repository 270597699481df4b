namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>What the kernels of diagonal networks are told beside <see cref="NetShape"/>.</summary>
/// <param name="Modes">Modes of a network.</param>
/// <param name="Depth">Its layers.</param>
/// <param name="IsCorrelated">1 where the inputs are correlated, else 0.</param>
/// <param name="Second">C: 1 x modes, or modes x modes for correlated inputs.</param>
/// <param name="Map">The products of the layers, 1 x modes.</param>
internal readonly record struct DiagonalShape(int Modes, int Depth, int IsCorrelated, Operand Second, Operand Map);
