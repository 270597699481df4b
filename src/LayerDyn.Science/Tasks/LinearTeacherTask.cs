using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// A scalar target that is linear in uncorrelated inputs, <c>y = sum_i S_i x_i</c> with <c>X X^T / n = diag(E[x_i^2])</c> exactly: every
/// input is a mode of its own, the setting of the diagonal exact solutions (Nam et al. 2025, arXiv 2502.21009; Saxe et al. 2014,
/// arXiv 1312.6120).
/// </summary>
[Kind("linear-teacher", "scalar targets linear in uncorrelated inputs: one mode an input")]
public sealed record LinearTeacherTask : LearningTask
{
    /// <summary>The target coefficient S_i of each input.</summary>
    [Parameter("target coefficient of each input", MinCount = 1, Symbol = "S")]
    public required IReadOnlyList<double> Coefficients { get; init; }

    /// <summary>E[x_i^2] of each input; empty for 1 everywhere.</summary>
    [Parameter("variance of each input; empty for 1 everywhere", Min = 0, Symbol = "E[x^2]")]
    public IReadOnlyList<double> Variances { get; init; } = [];

    /// <summary>Number of samples n.</summary>
    [Parameter("number of samples", Min = 1, Max = 10_000_000, Symbol = "n")]
    public int Samples { get; init; } = 64;

    /// <summary>Factor on all coefficients.</summary>
    [Parameter("factor on all coefficients", Symbol = "S")]
    public double TargetScale { get; init; } = 1;

    /// <inheritdoc/>
    public override TaskShape Shape => new(Coefficients.Count, 1, Samples) { Covariance = InputCovariance.Diagonal };

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if (Variances.Count != 0 && Variances.Count != Coefficients.Count)
            problems.Add("task.variances", $"{Variances.Count} values", $"must have one value for each of the {Coefficients.Count} coefficients");
        if (Samples < Coefficients.Count)
            problems.Add("task.samples", Samples, $"must be at least the number of inputs, {Coefficients.Count}, for uncorrelated inputs");
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        int inputs = Coefficients.Count;
        double[] variances = [.. Enumerable.Range(0, inputs).Select(i => Variances.Count == 0 ? 1 : Variances[i])];
        var map = new Matrix(1, inputs, [.. Coefficients.Select(coefficient => TargetScale * coefficient)]);
        var x = GaussianInputs.Create(RandomStream.ForTask("linear-teacher", seed).Child("X"), Samples, inputs, whiten: true);
        for (int n = 0; n < Samples; n++)
            for (int i = 0; i < inputs; i++) x[n, i] *= Math.Sqrt(variances[i]);
        var train = new Dataset(x, LinearAlgebra.MultiplyTransposed(x, map));
        return new FixedTaskData(train, targetMap: map, moments: Moments.Uncorrelated(variances, map));
    }
}
