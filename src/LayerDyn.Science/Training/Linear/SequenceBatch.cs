namespace LayerDyn.Science.Training.Linear;

/// <summary>Gradient descent of one point on a sequence of tasks: plain steps, or along a velocity <c>v = momentum v + decay w + g</c>.</summary>
/// <param name="point">The point.</param>
internal sealed class SequenceBatch(LinearPoint point) : GradientBatch(point, point.HasVelocity ? point.LossFactor : 1)
{
    private readonly double _momentum = point.Momentum, _decay = point.WeightDecay;

    protected override void Step(double rate)
    {
        for (int i = 0; i < Weights.Length; i++)
        {
            if (Velocity.Length == 0)
            {
                Weights[i] += rate * Descent[i];
                continue;
            }

            Velocity[i] = _momentum * Velocity[i] + _decay * Weights[i] - Descent[i];
            Weights[i] -= rate * Velocity[i];
        }
    }
}
