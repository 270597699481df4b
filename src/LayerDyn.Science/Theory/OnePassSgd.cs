namespace LayerDyn.Science.Theory;

/// <summary>
/// One-pass stochastic gradient descent on linear regression, in the mean over its batches and exactly at every step (Bordelon and Pehlevan 2021,
/// arXiv 2106.02713): inputs are independent Gaussians with variances lambda_k, labels have noise of standard deviation sigma, each step has B fresh
/// samples and goes along the gradient of <c>1/2 |f - y|^2</c> at the rate eta. With <c>m_k = E (theta_k - theta*_k)^2</c> the loss without the noise is
/// <c>L = R/2</c>, <c>R = sum_k lambda_k m_k</c>.
/// </summary>
public static class OnePassSgd
{
    /// <summary>
    /// One step of the errors m_k:
    /// <c>m_k' = (1 - 2 eta lambda_k + eta^2 lambda_k^2 (1 + 1/B)) m_k + (eta^2/B) lambda_k (R + sigma^2)</c>.
    /// </summary>
    /// <param name="variances">lambda_k.</param>
    /// <param name="errors">m_k, which become m_k'.</param>
    /// <param name="rate">The step size eta.</param>
    /// <param name="batch">Samples B of the step.</param>
    /// <param name="noise">Standard deviation sigma of the labels' noise.</param>
    public static void Step(ReadOnlySpan<double> variances, Span<double> errors, double rate, double batch, double noise)
    {
        double drawn = rate * rate / batch * (Risk(variances, errors) + noise * noise);
        for (int k = 0; k < errors.Length; k++)
        {
            double step = rate * variances[k];
            errors[k] = (1 - 2 * step + step * step * (1 + 1 / batch)) * errors[k] + drawn * variances[k];
        }
    }

    /// <summary><c>R = sum_k lambda_k m_k</c>, twice the loss without the labels' noise.</summary>
    public static double Risk(ReadOnlySpan<double> variances, ReadOnlySpan<double> errors)
    {
        double sum = 0;
        for (int k = 0; k < errors.Length; k++) sum += variances[k] * errors[k];
        return sum;
    }

    /// <summary>
    /// <c>q = sum_k (eta lambda_k / B) / (2 - eta lambda_k (1 + 1/B))</c>: the mean loss stays bounded if and only if q is below 1. Infinite where a
    /// denominator is not positive.
    /// </summary>
    public static double Instability(IReadOnlyList<double> variances, double rate, double batch)
    {
        double sum = 0;
        foreach (double variance in variances)
        {
            double step = rate * variance, slack = 2 - step * (1 + 1 / batch);
            if (!(slack > 0)) return double.PositiveInfinity;
            sum += step / batch / slack;
        }

        return sum;
    }

    /// <summary>The loss that the labels' noise keeps up, <c>sigma^2/2 q/(1 - q)</c>; infinite where q is not below 1.</summary>
    public static double Floor(IReadOnlyList<double> variances, double rate, double batch, double noise)
    {
        double q = Instability(variances, rate, batch);
        return q < 1 ? noise * noise / 2 * q / (1 - q) : double.PositiveInfinity;
    }

    /// <summary>
    /// The learning rate eta_c with q = 1, below which the mean loss is bounded. It goes to <c>2/lambda_1</c>, where gradient descent on the population
    /// diverges, as B grows.
    /// </summary>
    public static double LargestRate(IReadOnlyList<double> variances, double batch) =>
        Root(rate => Instability(variances, rate, batch) < 1, 0, 2 / variances.Max());

    /// <summary>
    /// The batch size, not a whole number, at which <see cref="LargestRate"/> is half of its limit <c>2/lambda_1</c>: well below it the largest stable rate
    /// grows with the batch, well above it a larger batch allows hardly any more.
    /// </summary>
    public static double CriticalBatch(IReadOnlyList<double> variances)
    {
        // 1/B goes from many samples to one, at which q is infinite at this rate.
        double rate = 1 / variances.Max();
        return 1 / Root(share => Instability(variances, rate, 1 / share) < 1, 0, 1);
    }

    // The last number between two for which a condition holds that holds from the lower one on.
    private static double Root(Func<double, bool> holds, double low, double high)
    {
        while (true)
        {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return low;
            if (holds(middle)) low = middle;
            else high = middle;
        }
    }
}
