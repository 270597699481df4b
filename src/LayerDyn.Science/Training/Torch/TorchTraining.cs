using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>The training of one point by libtorch.</summary>
internal sealed class TorchTraining : PointTraining
{
    private readonly TorchState _state;
    private readonly BatchSource _batches;

    public TorchTraining(TrainingPoint point, TrainingRun run, torch.Device device)
        : base(point, run)
    {
        _state = new TorchState(point, run.Data, device);
        _batches = new BatchSource(point.Experiment, _state.Data, point.Experiment.Task.Shape.IsOnline ? default : _state.OnDevice(_state.Data.Train), device);
    }

    public override void Dispose() => _state.Dispose();

    protected override void Update(long step, double learningRate)
    {
        using var scope = torch.NewDisposeScope();
        var gradients = _state.Engine.Gradients(_state.Parameters, _batches.At(step));
        using var noGrad = torch.no_grad();
        if (!_state.Rule.IsElementwise)
        {
            _state.Rule.Step(_state.Parameters, gradients, step, learningRate);
            return;
        }

        var gradient = torch.cat([.. gradients.Select(part => part.reshape(-1))]);
        _state.Rule.Step([_state.Flat], [gradient], step, learningRate);
    }

    protected override bool IsFinite() => _state.IsFinite();

    protected override NetSnapshot Snapshot(long step) => new TorchSnapshot(_state, step, _state.Parameters);

    protected override NetSnapshot InitialSnapshot() => new TorchSnapshot(_state, 0, _state.InitialLeaves());

    protected override Dictionary<string, CheckpointTensor> Weights() => _state.Weights();

    protected override Dictionary<string, CheckpointTensor> Save() => _state.Save();

    protected override IDisposable MeasurementScope() => torch.NewDisposeScope();
}
