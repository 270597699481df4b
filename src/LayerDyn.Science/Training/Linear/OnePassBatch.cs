using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// One-pass stochastic gradient descent of one linear layer with one output, every step on a batch of fresh samples:
/// <c>w = w - (eta/B) sum_n (w x_n - y_n) x_n</c>.
/// </summary>
internal sealed class OnePassBatch : SinglePointBatch
{
    private readonly TaskData _data;
    private readonly float[] _inputs, _targets;
    private readonly double[] _input, _sum;

    public OnePassBatch(LinearPoint point)
        : base(point)
    {
        int batch = point.Experiment.Optimizer.BatchSize;
        _data = point.Data;
        (_inputs, _targets) = (new float[batch * Weights.Length], new float[batch]);
        (_input, _sum) = (new double[Weights.Length], new double[Weights.Length]);
    }

    // A batch may be large.
    public override int AdvancesPerSignOfLife => 1;

    /// <summary>Whether an experiment is trained so.</summary>
    public static bool Supports(Experiment experiment) =>
        experiment.Optimizer is Sgd { BatchSize: > 0, Momentum: 0, WeightDecay: 0 }
        && experiment.Task.Shape is { IsOnline: true, HasPopulation: true, Outputs: 1 } shape
        && experiment.Scales is null
        && experiment.Model.Layerwise(shape) is { Depth: 1 };

    protected override void Update(long step, double rate)
    {
        _data.FillBatch(step, _targets.Length, _inputs, _targets, []);
        Array.Clear(_sum);
        for (int n = 0; n < _targets.Length; n++)
        {
            for (int i = 0; i < _input.Length; i++) _input[i] = _inputs[n * _input.Length + i];
            LinearAlgebra.AddMultiple(LinearAlgebra.Dot(Weights, _input) - _targets[n], _input, _sum);
        }

        LinearAlgebra.AddMultiple(-rate / _targets.Length, _sum, Weights);
    }
}
