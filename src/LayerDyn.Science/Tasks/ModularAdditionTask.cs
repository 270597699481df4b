using LayerDyn.Science.Catalog;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Modular addition (Power et al. 2022, arXiv 2201.02177): all p^2 pairs (a, b) with class <c>(a + b) mod p</c>. The seed splits them
/// into a training and a test set; targets are one-hot times the target scale (Kumar et al. 2024, arXiv 2310.06110).
/// </summary>
[Kind("modular-addition", "the class (a + b) mod p of all pairs, a fraction of them for training")]
public sealed record ModularAdditionTask : LearningTask
{
    /// <summary>Modulus p: the number of classes.</summary>
    [Parameter("modulus: the number of classes", Min = 2, Max = 257, Symbol = "p")]
    public int Modulus { get; init; } = 59;

    /// <summary>Share of the p^2 pairs for training; 1 for all of them, without a test set. Below 1, at least one pair is left on either side.</summary>
    [Parameter("share of the pairs for training; 1 for all, without a test set", Min = 0, AboveMin = true, Max = 1)]
    public double TrainFraction { get; init; } = 0.5;

    /// <summary>Form of the inputs.</summary>
    [Parameter("one-hot (2p real inputs) or tokens (a, b, =)")]
    public ModularEncoding Encoding { get; init; } = ModularEncoding.OneHot;

    /// <summary>Target scale S: factor on the one-hot targets.</summary>
    [Parameter("target scale", Min = 0, AboveMin = true, Symbol = "S")]
    public double TargetScale { get; init; } = 1;

    /// <inheritdoc/>
    public override TaskShape Shape => new(
        Encoding == ModularEncoding.OneHot ? 2 * Modulus : 3, Modulus, TrainSamples, Modulus, Encoding == ModularEncoding.Tokens ? Modulus + 1 : 0)
    {
        HasTest = TrainFraction < 1,
        HeldOut = ((long)Modulus * Modulus) - TrainSamples,
        IsClassification = true,
    };

    /// <inheritdoc/>
    public override double NonzeroInputs => Encoding == ModularEncoding.OneHot ? 1.0 / Modulus : 1;

    private int TrainSamples => TrainFraction < 1 ? Math.Clamp((int)Math.Round(TrainFraction * Modulus * Modulus), 1, Modulus * Modulus - 1) : Modulus * Modulus;

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        int[] pairs = RandomStream.ForTask("modular-addition", seed).Child("split").Permutation(Modulus * Modulus);
        var test = TrainSamples < pairs.Length ? Encode(pairs.AsSpan(TrainSamples)) : null;
        return new FixedTaskData(Encode(pairs.AsSpan(0, TrainSamples)), test, targetScale: TargetScale);
    }

    /// <summary>All p^2 pairs, (a, b) at a p + b.</summary>
    public Dataset Pairs() => Encode([.. Enumerable.Range(0, Modulus * Modulus)]);

    private Dataset Encode(ReadOnlySpan<int> pairs)
    {
        var x = new Matrix(pairs.Length, Shape.Inputs);
        var y = new Matrix(pairs.Length, Modulus);
        int[] classes = new int[pairs.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            int a = pairs[i] / Modulus, b = pairs[i] % Modulus;
            if (Encoding == ModularEncoding.OneHot) x[i, a] = x[i, Modulus + b] = 1;
            else (x[i, 0], x[i, 1], x[i, 2]) = (a, b, Modulus);
            y[i, classes[i] = (a + b) % Modulus] = TargetScale;
        }

        return new Dataset(x, y, classes, classes);
    }
}
