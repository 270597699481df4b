using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Classes with orthonormal inputs, balanced unless <see cref="ClassSizes"/> says otherwise: the unconstrained-feature model of neural collapse (Mixon et al. 2020,
/// arXiv 2011.11619; Nam et al. 2025, arXiv 2502.21009). A first layer can give every sample any feature: with <c>dimension: 0</c>
/// sample i is the unit vector e_i, and column i of W1 is its feature.
/// </summary>
[Kind("balanced-classes", "classes with orthonormal inputs (unconstrained features), of equal or given sizes")]
public sealed record BalancedClassesTask : LearningTask
{
    /// <summary>Number of classes C.</summary>
    [Parameter("number of classes", Min = 2, Max = 1000, Symbol = "C")]
    public int Classes { get; init; } = 10;

    /// <summary>Samples of each class.</summary>
    [Parameter("samples of each class", Min = 1, Max = 1000)]
    public int SamplesPerClass { get; init; } = 10;

    /// <summary>Samples of each class one by one, in place of <see cref="SamplesPerClass"/>; null for classes of equal size.</summary>
    [Parameter("samples of each class one by one, in place of samplesPerClass: classes of unequal size", Min = 1, Max = 10_000, OmittedAtDefault = true)]
    public IReadOnlyList<int>? ClassSizes { get; init; }

    /// <summary>Inputs; 0 for as many as samples, which are then the unit vectors.</summary>
    [Parameter("number of inputs; 0 for as many as samples, which are then unit vectors", Min = 0, Max = 10_000)]
    public int Dimension { get; init; }

    /// <summary>Target scale S: factor on the one-hot targets.</summary>
    [Parameter("target scale", Min = 0, AboveMin = true, Symbol = "S")]
    public double TargetScale { get; init; } = 1;

    /// <inheritdoc/>
    public override TaskShape Shape => new(Dimension == 0 ? Samples : Dimension, Classes, Samples, Classes) { IsClassification = true };

    /// <summary>Samples of each class.</summary>
    internal IReadOnlyList<int> Sizes => ClassSizes ?? [.. Enumerable.Repeat(SamplesPerClass, Classes)];

    private int Samples => ClassSizes?.Sum() ?? Classes * SamplesPerClass;

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if (ClassSizes is { } sizes && sizes.Count != Classes)
            problems.Add("task.classSizes", $"{sizes.Count} values", $"must have one value for each of the {Classes} classes", $"write classes: {sizes.Count}, or {Classes} sizes");
        else if (ClassSizes?.Sum(size => (long)size) > 10_000)
            problems.Add("task.classSizes", $"[{string.Join(", ", ClassSizes)}]", "must have a sum of at most 10,000");
        else if (Samples > 10_000)
            problems.Add("task.samplesPerClass", SamplesPerClass, $"must be at most {10_000 / Classes} with {Classes} classes: 10,000 samples in all",
                "lower classes or samplesPerClass");
        else if (Dimension != 0 && Dimension < Samples)
            problems.Add("task.dimension", Dimension, $"must be at least the number of samples, {Samples}, for orthogonal inputs (or 0)", "write dimension: 0");
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        var (x, y) = (new Matrix(Samples, Shape.Inputs), new Matrix(Samples, Classes));
        int[] classes = new int[Samples];
        if (Dimension > 0)
        {
            RandomStream.ForTask("balanced-classes", seed).Child("X").FillNormal(x.Data);
            LinearAlgebra.OrthonormaliseRows(x);
        }

        int i = 0;
        for (int c = 0; c < Classes; c++)
            for (int n = 0; n < Sizes[c]; n++, i++)
            {
                if (Dimension == 0) x[i, i] = 1;
                y[i, classes[i] = c] = TargetScale;
            }

        return new FixedTaskData(new Dataset(x, y, classes, classes), targetScale: TargetScale);
    }
}
