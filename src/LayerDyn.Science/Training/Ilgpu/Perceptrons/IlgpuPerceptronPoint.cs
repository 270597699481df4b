using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>A perceptron that a GPU trains: its state as last read, which the processor measures.</summary>
internal sealed class IlgpuPerceptronPoint : MeasuredPoint
{
    public IlgpuPerceptronPoint(TrainingPoint point, TrainingRun run, MlpEngine engine)
        : base(point, run.CancellationToken)
    {
        State = new(point, run.Data, engine);
        Resume();
    }

    public TaskData Data => State.Data;

    /// <summary>The state.</summary>
    public MlpState State { get; }

    public override void Dispose() => State.Dispose();

    protected override bool IsFinite() => State.Engine.IsFinite(State.Parameters);

    protected override NetSnapshot Snapshot(long step) => new MlpSnapshot(State, step, State.Parameters);

    protected override NetSnapshot InitialSnapshot() => new MlpSnapshot(State, 0, State.Initial);

    protected override Dictionary<string, CheckpointTensor> Weights() => State.Weights();

    protected override Dictionary<string, CheckpointTensor> Save() => State.Save();
}
