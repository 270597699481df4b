using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// All sequences of an in-context regression (Zhang et al. 2025, arXiv 2501.16265): <c>w ~ N(0, I)</c>, <c>x_1 ... x_N, x_q ~ N(0, Lambda)</c>,
/// <c>y_i = w x_i</c>, target <c>w x_q</c>. Linear attention sees <c>beta = (1/N) sum_i y_i x_i</c> and x_q, which are independent given w, through
/// the D^2 products <c>beta_i x_qj</c>: in the eigenbasis of Lambda these are uncorrelated, of variances <c>gamma_i lambda_j</c>.
/// </summary>
/// <param name="eigenvalues">Eigenvalues lambda_d of Lambda.</param>
/// <param name="context">Context length N.</param>
public sealed class ContextPopulation(IReadOnlyList<double> eigenvalues, int context)
{
    private readonly double _trace = eigenvalues.Sum();

    /// <summary>Dimension D of an input.</summary>
    public int Dimension => eigenvalues.Count;

    /// <summary>Eigenvalues lambda_d of the inputs' covariance.</summary>
    public IReadOnlyList<double> Eigenvalues => eigenvalues;

    /// <summary>
    /// <c>gamma_d = (1 + 1/N) lambda_d^2 + (tr Lambda / N) lambda_d</c>: eigenvalue of <c>Gamma = E[beta beta^T]</c>.
    /// </summary>
    public double Gamma(int mode) => eigenvalues[mode] / Best(mode);

    /// <summary>
    /// <c>M*_dd = 1 / ((1 + 1/N) lambda_d + tr Lambda / N)</c>: the diagonal of the best M, which is diagonal.
    /// </summary>
    public double Best(int mode) => 1 / ((1 + 1.0 / context) * eigenvalues[mode] + _trace / context);

    /// <summary>
    /// The loss of a net that has learnt some modes and nothing else, <c>1/2 (tr Lambda - sum_d lambda_d^2 M*_dd)</c> over these: the 2^D fixed points
    /// of training.
    /// </summary>
    public double LossOf(IEnumerable<int> learnt) => (_trace - learnt.Sum(mode => eigenvalues[mode] * eigenvalues[mode] * Best(mode))) / 2;

    /// <summary>
    /// The loss on these sequences of a net that has learnt some modes on others, of the same inputs: as on its own, but with the gammas of these,
    /// <c>1/2 [tr Lambda - sum_d (2 lambda_d^2 - gamma_d lambda_d M*_dd) M*_dd]</c>.
    /// </summary>
    public double LossOf(IEnumerable<int> learnt, ContextPopulation trained) => (_trace - learnt.Sum(mode =>
    {
        double best = trained.Best(mode), lambda = eigenvalues[mode];
        return (2 * lambda * lambda - Gamma(mode) * lambda * best) * best;
    })) / 2;

    /// <summary>The second moments of the products <c>beta_i x_qj</c>, input number <c>i D + j</c>, with the target.</summary>
    public Moments Moments()
    {
        int dimension = Dimension;
        double[] variances = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++)
            for (int j = 0; j < dimension; j++) variances[i * dimension + j] = Gamma(i) * eigenvalues[j];
        return Tasks.Moments.Uncorrelated(variances, Map(), LossOf(Enumerable.Range(0, dimension)));
    }

    /// <summary>The best M as a map of the products, 1 x D^2.</summary>
    public Matrix Map()
    {
        var map = new Matrix(1, Dimension * Dimension);
        for (int mode = 0; mode < Dimension; mode++) map[0, mode * (Dimension + 1)] = Best(mode);
        return map;
    }

    /// <summary>
    /// D^2 + 1 samples that have exactly the second moments of the population: one a product, <c>x = sqrt(n variance)</c> there with <c>y = M* x</c>, and
    /// one without inputs, whose target is what no map explains. They stand for the population before whatever is linear in the products.
    /// </summary>
    public Dataset Samples()
    {
        var moments = Moments();
        int products = moments.InputCount, n = products + 1;
        var x = new Matrix(n, products);
        var y = new Matrix(n, 1);
        for (int i = 0; i < products; i++)
        {
            x[i, i] = Math.Sqrt(n * moments.Variances![i]);
            y[i, 0] = moments.Best[0, i] * x[i, i];
        }

        y[products, 0] = Math.Sqrt(2 * n * moments.Minimum);
        return new Dataset(x, y);
    }
}
