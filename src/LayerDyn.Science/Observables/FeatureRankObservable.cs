using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Ranks of the training features H (n x d): the effective rank, exp of the entropy of the normalised singular values (Roy and
/// Vetterli 2007), and the stable rank <c>|H|_F^2 / |H|_2^2</c> (Rudelson and Vershynin 2007). Both are 1 for one direction and r for
/// r equal ones; 0 when all features vanish.
/// </summary>
[Kind("feature-rank", "effective rank and stable rank of the training features")]
public sealed record FeatureRankObservable : Observable
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["feature-effective-rank", "feature-stable-rank"];

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) =>
        RankSeconds(experiment.Task.Shape.Samples ?? 10_000, experiment.Model.Parameters(experiment.Task.Shape)[^1].FanIn);

    /// <summary>Rough time that the ranks of a matrix take, in seconds on one core: for estimates alone.</summary>
    internal static double RankSeconds(double rows, double columns)
    {
        double least = Math.Min(rows, columns), most = Math.Max(rows, columns);
        return 4.5e-9 * least * least * least + 5e-10 * least * least * most;
    }

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values) =>
        (values[0], values[1]) = Ranks(snapshot.Features(snapshot.Data.Train));

    /// <summary>
    /// Effective and stable rank. The squared singular values are eigenvalues of the smaller Gram matrix; what lies below its
    /// rounding error counts as zero.
    /// </summary>
    public static (double Effective, double Stable) Ranks(Matrix features)
    {
        var gram = new Matrix(Math.Min(features.Rows, features.Columns), Math.Min(features.Rows, features.Columns));
        var rows = features.Rows <= features.Columns ? features : LinearAlgebra.Transpose(features);
        LinearAlgebra.MultiplyTransposed(rows, rows, gram, 0, 0);
        LinearAlgebra.MirrorUpper(gram);
        double[] squares = LinearAlgebra.SymmetricEigen(gram).Values;
        double largest = squares[^1], sum = 0, total = 0, entropy = 0;
        if (largest == 0) return (0, 0);
        foreach (ref double square in squares.AsSpan())
        {
            if (square < largest * squares.Length * 1e-15) square = 0;
            sum += Math.Sqrt(square);
            total += square;
        }

        foreach (double square in squares)
        {
            double share = Math.Sqrt(square) / sum;
            if (share > 0) entropy -= share * PortableMath.Log(share);
        }

        return (PortableMath.Exp(entropy), total / largest);
    }
}
