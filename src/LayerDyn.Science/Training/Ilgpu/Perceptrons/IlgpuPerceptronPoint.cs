using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>A perceptron that a GPU trains: its state as last read, which the processor measures.</summary>
internal sealed class IlgpuPerceptronPoint : MeasuredPoint
{
    public IlgpuPerceptronPoint(TrainingPoint point, TaskDataCache data, MlpEngine engine)
        : base(point)
    {
        State = new(point, data, engine);
        Resume();
    }

    public TaskData Data => State.Data;

    /// <summary>The state.</summary>
    public MlpState State { get; }

    public override void Dispose() => State.Dispose();

    protected override bool IsFinite() => State.Engine.IsFinite(State.Parameters);

    protected override ISnapshot Snapshot(long step) => new MlpSnapshot(State, step, State.Parameters);

    protected override ISnapshot InitialSnapshot() => new MlpSnapshot(State, 0, State.Initial);

    protected override Dictionary<string, CheckpointTensor> Weights() => State.Weights();

    protected override Dictionary<string, CheckpointTensor> Save() => State.Save();
}
