namespace LayerDyn.Science.Theory.Modes;

/// <summary>
/// Gradient descent, step by step, on pairs of weights <c>(a_i, b_i)</c> that share one error: <c>f = x sum_i a_i b_i</c> on a scalar input, or one
/// mode of a diagonal network. With <c>u = sum a_i b_i</c>, <c>q = sum (a_i^2 + b_i^2)</c>, <c>r = eta E[x^2] (u - S)</c> a step is exactly
/// <c>u' = u - r q + r^2 u</c>, <c>q' = q (1 + r^2) - 4 r u</c>; every <c>a_i + b_i</c> is multiplied by <c>1 - r</c>, every <c>a_i - b_i</c> by
/// <c>1 + r</c>, and the imbalance <c>sum (a_i^2 - b_i^2)</c> by <c>1 - r^2</c>. At any step size, width and imbalance. Its phases are those of
/// Lewkowycz et al. 2020 (arXiv 2003.02218): the catapult.
/// </summary>
/// <param name="product">u at the start.</param>
/// <param name="squares">q at the start.</param>
/// <param name="target">The target S.</param>
/// <param name="inputVariance">E[x^2].</param>
public sealed class PairSteps(double product, double squares, double target, double inputVariance)
{
    /// <summary>u, the sum of the products.</summary>
    public double Product { get; private set; } = product;

    /// <summary>q, the sum of the squares; times E[x^2] it is the tangent kernel.</summary>
    public double Squares { get; private set; } = squares;

    /// <summary>The factor by which every <c>a_i + b_i</c> has grown.</summary>
    public double Sums { get; private set; } = 1;

    /// <summary>The factor by which every <c>a_i - b_i</c> has grown.</summary>
    public double Differences { get; private set; } = 1;

    /// <summary>One step of size <paramref name="rate"/>.</summary>
    public void Step(double rate)
    {
        double r = rate * inputVariance * (Product - target);
        (Product, Squares) = (Product - r * Squares + r * r * Product, Squares * (1 + r * r) - 4 * r * Product);
        Sums *= 1 - r;
        Differences *= 1 + r;
    }

    /// <summary>The weights of a pair from those at the start.</summary>
    public (double A, double B) Weights(double a, double b)
    {
        double sum = (a + b) * Sums, difference = (a - b) * Differences;
        return ((sum + difference) / 2, (sum - difference) / 2);
    }
}
