using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Balanced classes of Gaussian clouds: class means with independent N(0, separation^2) coordinates, inputs <c>mean + noise N(0, I)</c>, one-hot
/// targets times the target scale. A small classification that a small network fits, as the edge of stability is shown on.
/// </summary>
[Kind("gaussian-classes", "classes of equal size, each a Gaussian cloud around a random mean")]
public sealed record GaussianClassesTask : LearningTask
{
    /// <summary>Number of classes C.</summary>
    [Parameter("number of classes", Min = 2, Max = 1000, Symbol = "C")]
    public int Classes { get; init; } = 5;

    /// <summary>Samples of each class.</summary>
    [Parameter("samples of each class", Min = 1, Max = 100_000)]
    public int SamplesPerClass { get; init; } = 20;

    /// <summary>Number of inputs.</summary>
    [Parameter("number of inputs", Min = 1, Max = 10_000)]
    public int Inputs { get; init; } = 20;

    /// <summary>Standard deviation of a coordinate of a class mean.</summary>
    [Parameter("standard deviation of each coordinate of the class means", Min = 0)]
    public double Separation { get; init; } = 0.3;

    /// <summary>Standard deviation of a coordinate of an input around its class mean.</summary>
    [Parameter("standard deviation of each coordinate of the inputs around their class mean", Min = 0)]
    public double Noise { get; init; } = 1;

    /// <summary>Target scale S: factor on the one-hot targets.</summary>
    [Parameter("target scale", Min = 0, AboveMin = true, Symbol = "S")]
    public double TargetScale { get; init; } = 1;

    /// <inheritdoc/>
    public override TaskShape Shape => new(Inputs, Classes, Classes * SamplesPerClass, Classes) { IsClassification = true };

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if ((long)Classes * SamplesPerClass > 10_000_000)
            problems.Add("task.samplesPerClass", SamplesPerClass, $"must be at most {10_000_000 / Classes} with {Classes} classes: 10,000,000 samples in all");
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        var stream = RandomStream.ForTask("gaussian-classes", seed);
        Matrix means = new(Classes, Inputs), x = new(Classes * SamplesPerClass, Inputs), y = new(x.Rows, Classes);
        int[] classes = new int[x.Rows];
        stream.Child("means").FillNormal(means.Data);
        stream.Child("X").FillNormal(x.Data);
        for (int n = 0; n < x.Rows; n++)
        {
            classes[n] = n / SamplesPerClass;
            y[n, classes[n]] = TargetScale;
            for (int i = 0; i < Inputs; i++) x[n, i] = Separation * means[classes[n], i] + Noise * x[n, i];
        }

        return new FixedTaskData(new Dataset(x, y, classes, classes), targetScale: TargetScale);
    }
}
