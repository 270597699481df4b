using BenchmarkDotNet.Attributes;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;

namespace LayerDyn.Kernels.Benchmarks;

/// <summary>What a point costs beside its steps.</summary>
[MemoryDiagnoser]
public class Points
{
    private readonly string _text = Experiments.Linear(2, 0.01, 1);
    private readonly string _theory = Experiments.Linear(2, 0.01, 1000).Replace("\"engine\":\"train\"", "\"engine\":\"theory\"", StringComparison.Ordinal);
    private readonly TrainingRun _run = new() { Complete = _ => { } };

    /// <summary>Reading a point's canonical text.</summary>
    [Benchmark]
    public Experiment Read() => ExperimentText.Read(_text);

    /// <summary>A point of one step, alone.</summary>
    [Benchmark]
    public void OneStep() => Trainer.Run([new TrainingPoint(0, ExperimentText.Read(_text), null)], _run);

    /// <summary>A point of the lambda-balanced exact solution.</summary>
    [Benchmark]
    public void Theory() => Trainer.Run([new TrainingPoint(0, ExperimentText.Read(_theory), null)], _run);
}
