using LayerDyn.Science.Optimizers;

namespace LayerDyn.Science.Training.Linear;

/// <summary>Sign descent or Lion of one point, by <see cref="SignRule"/>. The average of gradients is the point's velocity.</summary>
/// <param name="point">The point.</param>
internal sealed class SignBatch(LinearPoint point) : GradientBatch(point, point.LossFactor)
{
    private readonly SignRule _rule = SignRule.Of(point.Experiment.Optimizer)!.Value;

    protected override void Step(double rate)
    {
        double shrink = _rule.Shrink(rate), beta1 = _rule.Beta1, beta2 = _rule.Beta2;
        for (int i = 0; i < Weights.Length; i++)
        {
            double gradient = _rule.Penalty * Weights[i] - Descent[i], direction = beta1 * Velocity[i] + (1 - beta1) * gradient;
            Velocity[i] = beta2 * Velocity[i] + (1 - beta2) * gradient;
            Weights[i] = shrink * Weights[i] - (direction > 0 ? rate : direction < 0 ? -rate : 0);
        }
    }
}
