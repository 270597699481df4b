namespace LayerDyn.Science.Theory;

/// <summary>
/// Laziness of the scalar network <c>f(x) = x/Z sum_i a_i b_i</c> with target S, from its initial weights alone (Nam et al. 2025,
/// arXiv 2502.21009). Every <c>a_i + b_i</c> grows by one common factor and every <c>a_i - b_i</c> shrinks by it, so
/// <c>Sigma^2 - P^2</c> is conserved and the end is known without training.
/// </summary>
/// <param name="Sigma0"><c>sum (a_i^2 + b_i^2) / (2Z)</c> at the start: the size of the weights.</param>
/// <param name="P0"><c>sum a_i b_i / Z</c> at the start: the initial function.</param>
/// <param name="Target">The target S.</param>
public readonly record struct GammaPlus(double Sigma0, double P0, double Target)
{
    /// <summary>The weight-to-target ratio <c>Sigma0 / |S|</c>: large is lazy, small rich.</summary>
    public double WeightToTargetRatio => Sigma0 / Math.Abs(Target);

    /// <summary>
    /// <c>gamma_plus = (S + sqrt(Sigma0^2 - P0^2 + S^2)) / (Sigma0 + P0)</c>: the factor by which <c>sum (a_i + b_i)^2</c> grows from the start
    /// to convergence. Far above 1 is rich, about 1 lazy.
    /// </summary>
    public double Value
    {
        get
        {
            double conserved = (Sigma0 - P0) * (Sigma0 + P0), root = Math.Sqrt(Math.Max(0, conserved) + Target * Target);
            // S + root cancels for S < 0: conserved / (root - S) is the same.
            return (Target >= 0 ? Target + root : conserved / (root - Target)) / (Sigma0 + P0);
        }
    }

    /// <summary>From the initial weights.</summary>
    /// <param name="a">First-layer weights a_i.</param>
    /// <param name="b">Second-layer weights b_i, as many.</param>
    /// <param name="normalisation">The divisor Z of the output.</param>
    /// <param name="target">The target S.</param>
    public static GammaPlus Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double normalisation, double target)
    {
        double sigma = 0, product = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sigma += a[i] * a[i] + b[i] * b[i];
            product += a[i] * b[i];
        }

        return new(sigma / (2 * normalisation), product / normalisation, target);
    }
}
