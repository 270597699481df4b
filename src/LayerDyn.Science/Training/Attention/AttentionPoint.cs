using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Attention;

/// <summary>A point of linear attention with separate key and query: its data, its weights outside of the kernels, and its records.</summary>
internal sealed class AttentionPoint : MeasuredPoint
{
    private readonly IReadOnlyList<ParameterShape> _shapes;
    private readonly double[] _initial;
    private readonly Matrix[] _initialParameters;
    private readonly Dictionary<object, object> _kept = [];

    public AttentionPoint(TrainingPoint point, TrainingRun run)
        : base(point, run.CancellationToken)
    {
        var shape = Experiment.Task.Shape;
        (Data, Form) = (run.Data.Get(Experiment), AttentionForm.Of(Experiment)!);
        LossFactor = LossFunction.FactorOnMse(Experiment.Loss, shape.Outputs);
        _shapes = Experiment.Model.Parameters(shape);
        if (point.ResumeFrom is { } checkpoint)
        {
            _initial = Values(checkpoint, StateNames.Initial);
            State = Values(checkpoint, "");
            if (checkpoint.Tensors.TryGetValue(StateNames.FlowControl, out var control)) NextStep = BitConverter.ToDouble(control.Data);
        }
        else
        {
            _initial = [.. Experiment.InitialWeights(point.WeightStream()).SelectMany(values => values)];
            State = [.. _initial];
        }

        _initialParameters = Form.Parameters(_initial);
        Resume();
    }

    public TaskData Data { get; }

    public AttentionForm Form { get; }

    /// <summary>The factor of the loss and its gradient relative to the theory's convention.</summary>
    public double LossFactor { get; }

    /// <summary>The weights as last read from what steps them, as <see cref="AttentionForm"/> lays them out.</summary>
    public double[] State { get; }

    /// <summary>Gradient flow: the step that is tried next, part of the state; 0 for gradient descent, and before the first step.</summary>
    public double NextStep { get; set; }

    /// <summary>Minus the step size of the update that follows <paramref name="step"/> updates, times the loss factor.</summary>
    public double Rate(long step)
    {
        var optimizer = Experiment.Optimizer;
        return -(optimizer.StepSize * optimizer.Schedule.Factor(step, Experiment.Steps) * LossFactor);
    }

    public override void Dispose()
    {
        // Nothing but managed memory.
    }

    protected override bool IsFinite() => Array.TrueForAll(State, double.IsFinite);

    protected override NetSnapshot Snapshot(long step) => new AttentionSnapshot(Experiment, Data, step, State, _initialParameters, _kept);

    protected override NetSnapshot InitialSnapshot() => new AttentionSnapshot(Experiment, Data, 0, _initial, _initialParameters, _kept);

    protected override Dictionary<string, CheckpointTensor> Weights() => Tensors(("", State));

    protected override Dictionary<string, CheckpointTensor> Save()
    {
        var tensors = Tensors(("", State), (StateNames.Initial, _initial));
        if (NextStep > 0) tensors.Add(StateNames.FlowControl, new(DType.Float64, [1], BitConverter.GetBytes(NextStep)));
        return tensors;
    }

    private Dictionary<string, CheckpointTensor> Tensors(params (string Prefix, double[] State)[] states)
    {
        var tensors = new Dictionary<string, CheckpointTensor>();
        foreach (var (prefix, state) in states)
        {
            int start = 0;
            foreach (var shape in _shapes)
            {
                tensors.Add(prefix + shape.Name, new(DType.Float64, [.. shape.Dimensions.Select(size => (long)size)],
                    MemoryMarshal.AsBytes(state.AsSpan(start, (int)shape.Count)).ToArray()));
                start += (int)shape.Count;
            }
        }

        return tensors;
    }

    private double[] Values(Checkpoint checkpoint, string prefix) =>
        [.. _shapes.SelectMany(shape => MemoryMarshal.Cast<byte, double>(checkpoint.Tensors[prefix + shape.Name].Data).ToArray())];
}
