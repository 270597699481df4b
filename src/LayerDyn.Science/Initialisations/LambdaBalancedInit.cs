using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>
/// Two dense layers with <c>W2^T W2 - W1 W1^T = lambda I</c> (Dominé et al. 2025, arXiv 2409.14623): <c>W2 = U S2 R^T</c>,
/// <c>W1 = R S1 V^T</c> with random orthogonal U, V and R. Each of the first min(in, hidden, out) modes has
/// <c>s2^2 - s1^2 = lambda</c> and <c>s1 s2 = sqrt(scale)</c>. Hidden modes that only one side can reach carry
/// <c>s = sqrt(|lambda|)</c> on that side, which fixes the sign of lambda; those that none can reach need lambda = 0.
/// U, V and R are drawn from the uniform distribution, which is that of the singular vectors of a product of Gaussian matrices.
/// </summary>
[Kind("lambda-balanced", "two layers with W2^T W2 - W1 W1^T = lambda I, all singular values of W2 W1 equal to sqrt(scale)")]
public sealed record LambdaBalancedInit : Initialisation
{
    /// <summary>The layer imbalance.</summary>
    [Parameter("layer imbalance", Symbol = "λ")]
    public double Lambda { get; init; }

    /// <summary>Square of the singular values of <c>W2 W1</c>.</summary>
    [Parameter("square of the singular values of W2 W1", Min = 0)]
    public double Scale { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate(Model model, TaskShape task, ProblemList problems)
    {
        if (model.Layerwise(task) is not { Kind: LayerwiseKind.Dense, Depth: 2 } form)
        {
            problems.Add("init.kind", "lambda-balanced", "needs a model of two dense linear layers",
                "use the model deep-linear with widths: [inputs, hidden, outputs]");
            return;
        }

        var (inputs, hidden, outputs) = (form.Widths[0], form.Widths[1], form.Widths[2]);
        if (Lambda != 0 && hidden > Math.Max(inputs, outputs))
            problems.Add("init.lambda", Lambda, $"must be 0 when the hidden width, {hidden}, exceeds both ends",
                $"write lambda: 0 or a hidden width of at most {Math.Max(inputs, outputs)}");
        else if (Lambda < 0 && hidden > inputs)
            problems.Add("init.lambda", Lambda, $"must not be negative when the hidden width, {hidden}, exceeds the number of inputs, {inputs}",
                $"write lambda: {-Lambda:R} or a hidden width of at most {inputs}");
        else if (Lambda > 0 && hidden > outputs)
            problems.Add("init.lambda", Lambda, $"must not be positive when the hidden width, {hidden}, exceeds the number of outputs, {outputs}",
                $"write lambda: {-Lambda:R} or a hidden width of at most {outputs}");
    }

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        var widths = model.Layerwise(task)!.Widths;
        var (inputs, hidden, outputs) = (widths[0], widths[1], widths[2]);
        var left = LinearAlgebra.RandomOrthogonal(outputs, stream.Child("U"));
        var right = LinearAlgebra.RandomOrthogonal(inputs, stream.Child("V"));
        var middle = LinearAlgebra.RandomOrthogonal(hidden, stream.Child("R"));

        var (s1, s2) = SingularValues(widths);
        return [Compose(middle, s1, right).Data, Compose(left, s2, middle).Data];
    }

    /// <summary>The singular values of both layers.</summary>
    internal (double[] First, double[] Second) SingularValues(IReadOnlyList<int> widths)
    {
        var (inputs, hidden, outputs) = (widths[0], widths[1], widths[2]);

        // Whichever of the two is a difference of nearly equal numbers is had from the other: s1 s2 = sqrt(scale).
        double root = Math.Sqrt(Lambda * Lambda + 4 * Scale);
        double large = Math.Sqrt((root + Math.Abs(Lambda)) / 2), small = large == 0 ? 0 : Math.Sqrt(Scale) / large;
        int active = Math.Min(Math.Min(inputs, outputs), hidden);
        double[] s1 = new double[Math.Min(inputs, hidden)], s2 = new double[Math.Min(outputs, hidden)];
        Array.Fill(s1, Math.Sqrt(Math.Abs(Lambda)));
        Array.Fill(s2, Math.Sqrt(Math.Abs(Lambda)));
        s1.AsSpan(0, active).Fill(Lambda < 0 ? large : small);
        s2.AsSpan(0, active).Fill(Lambda < 0 ? small : large);
        return (s1, s2);
    }

    /// <summary><c>sum_k s_k l_k r_k^T</c> over columns l_k of <paramref name="left"/> and r_k of <paramref name="right"/>.</summary>
    private static Matrix Compose(Matrix left, double[] singular, Matrix right)
    {
        var result = new Matrix(left.Rows, right.Rows);
        for (int i = 0; i < left.Rows; i++)
            for (int j = 0; j < right.Rows; j++)
                for (int k = 0; k < singular.Length; k++) result[i, j] += left[i, k] * singular[k] * right[j, k];
        return result;
    }
}
