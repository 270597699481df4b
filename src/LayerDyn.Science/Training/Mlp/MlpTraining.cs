namespace LayerDyn.Science.Training.Mlp;

/// <summary>The training of one network by the kernels of this folder.</summary>
internal sealed class MlpTraining : PointTraining
{
    private readonly NetEngine _engine;
    private readonly MlpState _state;
    private readonly MlpBatches _batches;

    public MlpTraining(TrainingPoint point, TrainingRun run, NetEngine engine)
        : base(point, run)
    {
        _engine = engine;
        _state = new(point, run.Data, engine);
        _batches = new(point.Experiment, _state.Data);
    }

    public override void Dispose()
    {
        _state.Dispose();
        _engine.Dispose();
    }

    protected override void Update(long step, double learningRate)
    {
        _engine.Gradients(_state.Parameters, _batches.Set, _batches.At(step), _state.Gradient);
        _state.Update.Step(_engine, _state.Parameters, _state.Gradient, step, learningRate);
    }

    protected override bool IsFinite() => _engine.IsFinite(_state.Parameters);

    protected override NetSnapshot Snapshot(long step) => new MlpSnapshot(_state, step, _state.Parameters);

    protected override NetSnapshot InitialSnapshot() => new MlpSnapshot(_state, 0, _state.Initial);

    protected override Dictionary<string, CheckpointTensor> Weights() => _state.Weights();

    protected override Dictionary<string, CheckpointTensor> Save() => _state.Save();
}
