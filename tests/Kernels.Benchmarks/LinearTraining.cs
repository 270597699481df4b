using BenchmarkDotNet.Attributes;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;

namespace LayerDyn.Kernels.Benchmarks;

/// <summary>Packs of layerwise linear networks: how the cost grows with points, steps and width.</summary>
[MemoryDiagnoser]
public class LinearTraining
{
    private TrainingPoint[] _points = [];

    /// <summary>Points of the pack.</summary>
    [Params(8, 64, 512)]
    public int Points { get; set; }

    /// <summary>Width of both hidden and input layer.</summary>
    [Params(2, 20)]
    public int Width { get; set; }

    /// <summary>Makes the points.</summary>
    [GlobalSetup]
    public void Create() => _points = [.. Enumerable.Range(0, Points).Select(i => new TrainingPoint(i, ExperimentText.Read(Experiments.Linear(Width, 0.001 + (0.00001 * i), 1000)), null))];

    /// <summary>A thousand steps of gradient descent for each point.</summary>
    [Benchmark]
    public void ThousandSteps() => Trainer.Run(_points, new TrainingRun { Complete = _ => { } });
}
