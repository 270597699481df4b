using System.Runtime.CompilerServices;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using TorchSharp;

namespace LayerDyn.Sweeps.Tests.Kinds;

/// <summary>Small kinds, solved by a closed form, so that these tests hold whatever kinds the product has.</summary>
internal static class ToyKinds
{
    [ModuleInitializer]
    internal static void Register() => ScienceCatalog.Register(typeof(ToyKinds).Assembly);
}

[Kind("toy-net", "a model of given widths")]
public sealed record ToyNet : Model
{
    public override DType DefaultDType => DType.Float64;

    [Parameter("widths", Min = 1, MinCount = 2)]
    public required IReadOnlyList<int> Widths { get; init; }

    [Parameter("output scale")]
    public double OutputScale { get; init; } = 1;

    public override void Validate(TaskShape task, ProblemList problems)
    {
        if (Widths[0] != task.Inputs) problems.Add("model.widths", Widths, $"must start with {task.Inputs}, the task's inputs");
    }

    public override IReadOnlyList<ParameterShape> Parameters(TaskShape task) => [new("W1", [Widths[^1], Widths[0]], ParameterRole.Weight)];

    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) => throw new NotSupportedException();
}

[Kind("toy-bump", "a model of another kind, in single precision")]
public sealed record ToyBump : Model
{
    [Parameter("height")]
    public double Height { get; init; } = 2;

    public override IReadOnlyList<ParameterShape> Parameters(TaskShape task) => [];

    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) => throw new NotSupportedException();
}

[Kind("toy-init", "starts somewhere")]
public sealed record ToyInit : Initialisation
{
    [Parameter("imbalance", Symbol = "λ")]
    public double Lambda { get; init; }

    [Parameter("scale", Min = 0, AboveMin = true)]
    public double Scale { get; init; } = 1;

    public override void Validate(Model model, TaskShape task, ProblemList problems)
    {
        if (model is ToyNet net && Lambda != 0 && net.Widths[1] > 4)
            problems.Add("init.lambda", Lambda, "needs a hidden width of at most 4", "lower model.widths[1]");
    }

    public override double[][] Create(Model model, TaskShape task, RandomStream stream) => [];
}

[Kind("toy-task", "has data")]
public sealed record ToyTask : LearningTask
{
    [Parameter("inputs", Min = 1)]
    public int Inputs { get; init; } = 2;

    [Parameter("samples", Min = 1)]
    public int Samples { get; init; } = 10;

    [Parameter("divides the target", Min = 0, AboveMin = true)]
    public double TargetDivisor { get; init; } = 1;

    [Parameter("whitened")]
    public bool Whiten { get; init; }

    [Parameter("where from")]
    public string Source { get; init; } = "here \"é\"";

    public override TaskShape Shape => new(Inputs, 2, Samples);

    public override TaskData Create(int seed) => throw new NotSupportedException();
}

[Kind("toy-gd", "descends")]
public sealed record ToyGd : Optimizer
{
    public override UpdateRule CreateRule() => throw new NotSupportedException();
}

[Kind("toy-batched", "descends in batches")]
public sealed record ToyBatched : Optimizer
{
    public override int BatchSize => Batch;

    [Parameter("samples a step", Min = 1)]
    public int Batch { get; init; } = 4;

    public override UpdateRule CreateRule() => throw new NotSupportedException();
}

[Kind("toy-loss", "measures")]
public sealed record ToyLoss : Observable
{
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["toy-loss"];

    public override void Measure(ISnapshot snapshot, Span<double> values) => values[0] = 0;
}

[Kind("toy-modes", "measures one value a mode")]
public sealed record ToyModes : Observable
{
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["toy-modes.1", "toy-modes.2"];

    public override string? Unsupported(Experiment experiment) => experiment.Model is ToyBump ? "needs a toy-net" : null;

    public override void Measure(ISnapshot snapshot, Span<double> values) => values.Clear();
}

[Kind("toy-solution", "solves the toys")]
public sealed class ToySolution : ExactSolution
{
    public override string? Unsupported(Experiment experiment) => experiment.Task is ToyTask ? null : "solves toys only";

    public override IReadOnlyList<string> Columns(Experiment experiment) => ExperimentColumns.Measured(experiment);

    public override double[] Evaluate(Experiment experiment, TaskData data, IReadOnlyList<long> steps, double[][]? initial = null) => new double[steps.Count * Columns(experiment).Count];
}

[Kind("toy-map", "draws a column over two axes")]
public sealed record ToyMap : CurveSpec
{
    [Parameter("axis")]
    public required string X { get; init; }

    [Parameter("column")]
    public required string Value { get; init; }

    [Parameter("logarithm")]
    public bool Log10 { get; init; }

    public override void Validate(CurveContext context, ProblemList problems)
    {
        context.RequireAxis("x", X, problems);
        context.RequireColumns("value", Value, problems);
    }

    public override CurveBuilder CreateBuilder(ISweepGrid grid) => throw new NotSupportedException();
}
