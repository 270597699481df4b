using LayerDyn.Science.Experiments;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Training;

/// <summary>
/// Which training samples a step takes, a pure function of (seed, step): all of them, or minibatches in an order drawn afresh each epoch.
/// All points of a sweep with one seed see the same order.
/// </summary>
/// <param name="experiment">Batch size and seed.</param>
/// <param name="samples">Number of training samples.</param>
internal sealed class BatchOrder(Experiment experiment, int samples)
{
    private readonly int _batch = experiment.Optimizer.BatchSize >= samples ? 0 : experiment.Optimizer.BatchSize;
    private readonly RandomStream _order = RandomStream.For($"batches/seed={experiment.Seed}");
    private int[] _permutation = [];
    private long _epoch = -1;

    /// <summary>The samples of the update that follows <paramref name="step"/> updates; empty for all of them.</summary>
    public ReadOnlySpan<int> At(long step)
    {
        if (_batch == 0) return [];
        int perEpoch = (samples + _batch - 1) / _batch, start = (int)(step % perEpoch) * _batch;
        if (step / perEpoch != _epoch)
        {
            _epoch = step / perEpoch;
            _permutation = _order.Child($"epoch={_epoch}").Permutation(samples);
        }

        return _permutation.AsSpan(start, Math.Min(_batch, samples - start));
    }
}
