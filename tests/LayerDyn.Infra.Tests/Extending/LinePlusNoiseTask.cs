using LayerDyn.Science.Catalog;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Infra.Tests.Extending;

/// <summary>Points along the first axis with noise on the others; the target is the point itself.</summary>
[Kind("line-plus-noise", "points along one direction plus noise, to be reproduced")]
public sealed record LinePlusNoiseTask : LearningTask
{
    /// <summary>Number of inputs, and of outputs.</summary>
    [Parameter("number of inputs and outputs", Min = 1, Max = 10_000)]
    public required int Inputs { get; init; }

    /// <summary>Standard deviation of the noise.</summary>
    [Parameter("standard deviation of the noise", Min = 0)]
    public double Noise { get; init; } = 0.1;

    /// <summary>Number of samples.</summary>
    [Parameter("number of samples", Min = 1, Max = 1_000_000)]
    public int Samples { get; init; } = 32;

    /// <inheritdoc/>
    public override TaskShape Shape => new(Inputs, Inputs, Samples);

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        // Keyed by kind and seed, never by Noise: all points of a sweep over the noise share their draws.
        var stream = RandomStream.ForTask("line-plus-noise", seed).Child("X");
        var x = new Matrix(Samples, Inputs);
        stream.FillNormal(x.Data);
        for (int n = 0; n < Samples; n++)
            for (int i = 1; i < Inputs; i++) x[n, i] *= Noise;
        return new FixedTaskData(new Dataset(x, x));
    }
}
