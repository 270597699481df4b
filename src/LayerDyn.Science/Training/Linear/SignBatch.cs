using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Training.GradientFlow;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Sign descent or Lion of one point, by <see cref="SignRule"/> in double precision on the gradient that gradient flow is made of. The average of
/// gradients is the point's velocity.
/// </summary>
internal sealed class SignBatch : ILinearBatch
{
    private readonly LinearPoint _point;
    private readonly SignRule _rule;
    private readonly LayerwiseFlow _flow;
    private readonly double[] _weights, _average, _descent;
    private long _step;

    public SignBatch(LinearPoint point)
    {
        (_point, _rule) = (point, SignRule.Of(point.Experiment.Optimizer)!.Value);
        _flow = new(point.Form, point.Moments, point.LossFactor);
        _weights = [.. point.Weights.SelectMany(layer => layer)];
        _average = [.. point.Velocity.SelectMany(layer => layer)];
        _descent = new double[_flow.Size];
    }

    public LinearPoint[] Points => [_point];

    public int AdvancesPerSignOfLife => 1024;

    public long Reach(long step, long target) => Math.Min(target, (step / ILinearBatch.CheckEvery + 1) * ILinearBatch.CheckEvery);

    public void Advance(long from, long to)
    {
        for (_step = from; _step < to; _step++) Step(-_point.Rate(_step));
    }

    public long? DivergedAt(int point) => Array.TrueForAll(_weights, double.IsFinite) ? null : _step;

    public void Read(int point)
    {
        int start = 0;
        for (int l = 0; l < _point.Weights.Length; start += _point.Weights[l].Length, l++)
        {
            Array.Copy(_weights, start, _point.Weights[l], 0, _point.Weights[l].Length);
            Array.Copy(_average, start, _point.Velocity[l], 0, _point.Velocity[l].Length);
        }
    }

    public void Retire(int point)
    {
    }

    public void Dispose()
    {
    }

    private void Step(double rate)
    {
        _flow.Rate(_weights, _descent);
        double shrink = _rule.Shrink(rate), beta1 = _rule.Beta1, beta2 = _rule.Beta2;
        for (int i = 0; i < _weights.Length; i++)
        {
            double gradient = _rule.Penalty * _weights[i] - _descent[i], direction = beta1 * _average[i] + (1 - beta1) * gradient;
            _average[i] = beta2 * _average[i] + (1 - beta2) * gradient;
            _weights[i] = shrink * _weights[i] - (direction > 0 ? rate : direction < 0 ? -rate : 0);
        }
    }
}
