using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Linear regression on Gaussian inputs with power-law spectra: <c>x_k ~ N(0, lambda_k)</c> with <c>lambda_k = k^-a</c> (capacity a),
/// <c>y = sum_k theta*_k x_k + noise</c> with <c>theta*_k^2 lambda_k = k^-b</c> (source b) and theta*_k &gt; 0, k = 1 ... D; the setting of Bordelon and Pehlevan 2021 (arXiv 2106.02713).
/// Without <see cref="Samples"/> it is the population: mini-batches are fresh, and full-batch training of a linear model goes by the exact second moments.
/// Losses of the population leave the noise of the labels out: <c>L = 1/2 sum_k lambda_k (theta_k - theta*_k)^2</c>.
/// </summary>
[Kind("power-law-regression", "linear regression on Gaussian inputs whose variances and targets follow power laws")]
public sealed record PowerLawRegressionTask : LearningTask
{
    // So many inputs of all samples: 512 MB.
    private const long MostValues = 1 << 26;

    /// <summary>Number of inputs D.</summary>
    [Parameter("number of inputs", Min = 1, Max = 1_000_000, Symbol = "D")]
    public int Dimension { get; init; } = 100;

    /// <summary>Exponent a of the inputs' variances.</summary>
    [Parameter("capacity exponent a: input k has variance k^-a", Min = 0, Symbol = "a")]
    public double Capacity { get; init; } = 1.5;

    /// <summary>Exponent b of what each input adds to the variance of the target.</summary>
    [Parameter("source exponent b: input k adds k^-b to the variance of the target", Min = 0, Symbol = "b")]
    public double Source { get; init; } = 1.5;

    /// <summary>Standard deviation sigma of the noise on the labels.</summary>
    [Parameter("standard deviation of the noise on the labels trained on", Min = 0, Symbol = "σ")]
    public double LabelNoise { get; init; }

    /// <summary>Training samples; 0 trains on the population: fresh batches, or its exact second moments.</summary>
    [Parameter("training samples; 0 trains on the population: fresh batches, or by full batches the exact second moments (linear models)",
        Min = 0, Max = 10_000_000, Symbol = "n")]
    public int Samples { get; init; }

    /// <summary>Samples of the fixed set that stands for the population where its moments do not suffice.</summary>
    [Parameter("samples that stand for the population where its second moments do not suffice: for models that are not linear", Min = 1, Max = 10_000_000)]
    public int EvalSamples { get; init; } = 2048;

    /// <inheritdoc/>
    public override TaskShape Shape => new(Dimension, 1, Samples == 0 ? null : Samples)
    {
        HasTest = Samples > 0,
        HeldOut = Evaluated,
        HasPopulation = true,
        Covariance = Samples == 0 ? InputCovariance.Diagonal : InputCovariance.Any,
    };

    /// <summary>The samples that stand for the population: of many inputs as many as fit.</summary>
    internal int Evaluated => (int)Math.Min(EvalSamples, MostValues / Dimension);

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if ((long)Samples * Dimension > MostValues)
            problems.Add("task.samples", Samples, $"must be at most {MostValues / Dimension} of {Dimension} inputs", "write fewer, or 0 for the population");
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed) => new PowerLawRegressionData(this, seed);

    /// <summary>The variances lambda_k of the inputs.</summary>
    internal double[] Variances() => [.. Enumerable.Range(1, Dimension).Select(k => PortableMath.Pow(k, -Capacity))];

    /// <summary>The target coefficients theta*_k.</summary>
    internal double[] Coefficients() => [.. Enumerable.Range(1, Dimension).Select(k => PortableMath.Pow(k, (Capacity - Source) / 2))];
}
