using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Linear;

/// <summary>One point of the linear trainer: its data, its weights outside the kernels, and its records.</summary>
internal sealed class LinearPoint
{
    private const string MomentumPrefix = StateNames.Optimizer + "momentum.";
    private readonly IReadOnlyList<ParameterShape> _shapes;
    private readonly StopTest? _stop;
    private double[][]? _weights, _initial;
    private RandomStream? _stream;

    public LinearPoint(TrainingPoint point, IReadOnlyList<string> columns, int rows, TaskData data, double[][]? initial = null)
    {
        var experiment = point.Experiment;
        var shape = experiment.Task.Shape;
        (Index, Experiment, Data, Moments) = (point.Index, experiment, data, data.Moments);
        Form = experiment.Model.Layerwise(shape)!;
        LossFactor = LossFunction.FactorOnMse(experiment.Loss, shape.Outputs);
        _shapes = experiment.Model.Parameters(shape);
        LayerRates = experiment.Scales?.Select(scale => scale.Rate).ToArray();
        Velocity = HasVelocity ? [.. _shapes.Select(parameter => new double[parameter.Count])] : [];
        Records = new MeasurementTable(columns, rows);
        _stop = StopTest.Of(experiment, Records);
        if (point.ResumeFrom is { } checkpoint)
        {
            StartStep = checkpoint.Step;
            _weights = [.. _shapes.Select(parameter => Values(checkpoint, parameter.Name))];
            _initial = [.. _shapes.Select(parameter => Values(checkpoint, StateNames.Initial + parameter.Name))];
            if (checkpoint.Tensors.ContainsKey(MomentumPrefix + _shapes[0].Name))
                Velocity = [.. _shapes.Select(parameter => Values(checkpoint, MomentumPrefix + parameter.Name))];
            if (IsFlow) NextStep = BitConverter.ToDouble(checkpoint.Tensors[StateNames.FlowControl].Data);
            Copy(checkpoint.Records, Records);
        }
        else
        {
            (_initial, IsNew) = (initial, initial is null);
        }
    }

    public long Index { get; }

    public Experiment Experiment { get; }

    public TaskData Data { get; }

    public Moments Moments { get; }

    /// <summary>The moments of the data that the last of so many updates was on: those of a task of a sequence, or the point's.</summary>
    public Moments MomentsAt(long step) => Data is SequenceData sequence ? sequence.Tasks[sequence.Last(step)].Moments : Moments;

    public LayerwiseForm Form { get; }

    /// <summary>The factor of the loss and its gradient relative to the theory's convention.</summary>
    public double LossFactor { get; }

    /// <summary>Steps done when this training was taken up.</summary>
    public long StartStep { get; }

    /// <summary>Weights as last read from the kernels, row-major, one array a layer.</summary>
    public double[][] Weights => _weights ??= [.. Initial.Select(values => (double[])values.Clone())];

    /// <summary>The parameters of the model.</summary>
    public IReadOnlyList<ParameterShape> Parameters => _shapes;

    /// <summary>Whether it begins with weights that its initialisation draws.</summary>
    public bool IsNew { get; }

    /// <summary>The stream that these are drawn from.</summary>
    public RandomStream WeightStream => _stream ??= RandomStream.ForWeights(Experiment);

    /// <summary>The optimizer's momentum; 0 for one that has none.</summary>
    public double Momentum => Experiment.Optimizer is GradientDescent descent ? descent.Momentum : 0;

    /// <summary>The factor gamma of the penalty <c>gamma/2 sum w^2</c>.</summary>
    public double WeightDecay => Experiment.Optimizer is GradientDescent descent ? descent.WeightDecay : 0;

    /// <summary>The factor on the learning rate of each layer; null where all are 1.</summary>
    public double[]? LayerRates { get; }

    /// <summary>Whether a step goes along a buffer beside the weights: with momentum, with weight decay, at rates by layer, and along signs.</summary>
    public bool HasVelocity => Momentum != 0 || WeightDecay != 0 || LayerRates is not null || SignRule.Of(Experiment.Optimizer) is not null;

    /// <summary>Whether it follows gradient flow.</summary>
    public bool IsFlow => Experiment.Optimizer is Optimizers.GradientFlow;

    /// <summary>
    /// The step that gradient flow tries next; 0 to choose one. It is part of the state: a resumed flow takes the same steps as an undisturbed one.
    /// </summary>
    public double NextStep { get; set; }

    /// <summary>The buffers beside the weights as last read from the kernels; empty where there are none.</summary>
    public double[][] Velocity { get; }

    /// <summary>Weights at step 0; of a new point drawn when they are first asked for.</summary>
    public double[][] Initial => _initial ??= Experiment.InitialWeights(WeightStream);

    public MeasurementTable Records { get; }

    /// <summary>Whether a step never needs C: several dense layers on whitened inputs.</summary>
    public bool IsWhiteChain => Form is { Kind: LayerwiseKind.Dense, Depth: > 1 } && Moments.IsWhite;

    /// <summary>Whether it is the net of the published heat map (2-2-2, whitened inputs, plain steps), which has a kernel of its own.</summary>
    public bool IsTwoByTwo => Form.Widths is [2, 2, 2] && IsWhiteChain && !HasVelocity;

    /// <summary>Whether it is a pair of diagonal layers on uncorrelated modes with plain steps, which has a kernel of its own.</summary>
    public bool IsUncorrelatedPair => Form is { Kind: LayerwiseKind.Diagonal, Depth: 2 } && Moments.IsDiagonal && !HasVelocity;

    /// <summary>Minus D = Y X^T / n as far as the model sees it: out x in row-major, or one value a mode.</summary>
    public double[] MinusCross =>
        [.. Moments.Cross.Data.Take(Form.Kind == LayerwiseKind.Dense ? Moments.Cross.Data.Length : Form.Widths[0]).Select(value => -value)];

    /// <summary>C = X X^T / n as far as the model sees it, row-major; of a diagonal model on uncorrelated inputs the variances alone.</summary>
    public double[] Second
    {
        get
        {
            if (Form.Kind == LayerwiseKind.Dense) return Moments.Inputs.Data;
            int modes = Form.Widths[0];
            return Moments.Variances is { } variances
                ? [.. variances.Take(modes)]
                : [.. Enumerable.Range(0, modes * modes).Select(i => Moments.Inputs[i / modes, i % modes])];
        }
    }

    /// <summary>Minus the step size of the update that follows <paramref name="step"/> updates; of plain steps times the loss factor.</summary>
    public double Rate(long step)
    {
        var optimizer = Experiment.Optimizer;
        return -(optimizer.StepSize * optimizer.Schedule.Factor(step, Experiment.Steps) * (HasVelocity ? 1 : LossFactor));
    }

    /// <summary>A device draws the weights: <see cref="Weights"/> are whatever is read from it.</summary>
    public void StartElsewhere() => _weights = [.. _shapes.Select(parameter => new double[parameter.Count])];

    /// <summary>Whether what was measured last ends the training.</summary>
    public bool ShouldStop => _stop is not null && _stop.Holds();

    public Checkpoint Checkpoint(long step)
    {
        var tensors = new Dictionary<string, CheckpointTensor>();
        for (int i = 0; i < _shapes.Count; i++)
        {
            tensors.Add(_shapes[i].Name, Tensor(i, Weights));
            tensors.Add(StateNames.Initial + _shapes[i].Name, Tensor(i, Initial));
            if (HasVelocity) tensors.Add(MomentumPrefix + _shapes[i].Name, Tensor(i, Velocity));
        }

        if (IsFlow) tensors.Add(StateNames.FlowControl, new(DType.Float64, [1], BitConverter.GetBytes(NextStep)));
        var records = new MeasurementTable(Records.Columns);
        Copy(Records, records);
        return new Checkpoint(step, tensors, records);
    }

    /// <summary>The weights by name, as last read from the kernels.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> NamedWeights() =>
        Enumerable.Range(0, _shapes.Count).ToDictionary(i => _shapes[i].Name, i => Tensor(i, Weights));

    public TrainingOutcome Finished() => WithWeights(OutcomeStatus.Finished, Experiment.Steps);

    public TrainingOutcome Stopped(long step) => WithWeights(OutcomeStatus.Stopped, step);

    public TrainingOutcome Diverged(long step) => new(Index, OutcomeStatus.Diverged, step, Records) { Initial = () => Initial };

    private TrainingOutcome WithWeights(OutcomeStatus status, long step) =>
        new(Index, status, step, Records, NamedWeights) { Initial = () => Initial };

    private CheckpointTensor Tensor(int parameter, double[][] values) =>
        new(DType.Float64, [.. _shapes[parameter].Dimensions.Select(size => (long)size)], MemoryMarshal.AsBytes(values[parameter].AsSpan()).ToArray());

    private static double[] Values(Checkpoint checkpoint, string name) =>
        MemoryMarshal.Cast<byte, double>(checkpoint.Tensors[name].Data).ToArray();

    private static void Copy(MeasurementTable from, MeasurementTable to)
    {
        double[] row = new double[from.Columns.Count];
        for (int r = 0; r < from.Rows; r++)
        {
            for (int c = 0; c < row.Length; c++) row[c] = from[r, c];
            to.Add(from.Steps[r], row);
        }
    }
}
