using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>The samples of every step: all, a minibatch of the training set, or fresh ones.</summary>
internal sealed class MlpBatches
{
    private readonly TaskData _data;
    private readonly BatchOrder? _order;
    private readonly IBinaryBatches? _binary; // of samples that are drawn without their zeros
    private readonly float[] _inputs = [];

    public MlpBatches(Experiment experiment, TaskData data)
    {
        _data = data;
        var shape = experiment.Task.Shape;
        if (!shape.IsOnline)
        {
            Set = SampleSet.Of(data.Train);
            _order = new(experiment, Set.Count);
            return;
        }

        int batch = experiment.Optimizer.BatchSize;
        if (batch == 0) throw new NotSupportedException("an online task needs an optimizer with a batch size; validate the experiment first");
        Set = new(batch, shape.Inputs, shape.Outputs, SampleSet.IsMostlyZero(data.Train), shape.IsClassification);
        if (Set.IsCompressed) _binary = data as IBinaryBatches;
        if (_binary is null) _inputs = SampleSet.Pinned<float>(batch * shape.Inputs);
    }

    /// <summary>The set that steps take their samples from.</summary>
    public SampleSet Set { get; }

    /// <summary>The samples of the update that follows <paramref name="step"/> updates; empty for all of the set.</summary>
    public ReadOnlySpan<int> At(long step)
    {
        if (_order is not null) return _order.At(step);
        if (_binary is not null)
        {
            Set.Draw(_binary, step);
            return [];
        }

        _data.FillBatch(step, Set.Count, _inputs, Set.Targets, Set.Labels ?? []);
        Set.Take(_inputs);
        return [];
    }
}
