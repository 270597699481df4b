namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>What the kernels of sign descent and Lion are told.</summary>
/// <param name="Descent">Minus the gradient, 1 x size.</param>
/// <param name="Rule">Beta1, 1 - beta1, beta2, 1 - beta2, the penalty, and the decay that shrinks weights.</param>
internal readonly record struct SignShape(Operand Descent, Operand Rule)
{
    /// <summary>How many numbers <see cref="Rule"/> has.</summary>
    public const int Numbers = 6;
}
