using System.Globalization;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Linear attention with merged key and query from any small start (Zhang et al. 2025, arXiv 2501.16265). While the weights are small one direction
/// grows, <c>v_h = |U_h|</c> along <c>Lambda^2</c>, so all heads become multiples of one: <c>du_d/dt = v (lambda_d^2 - gamma_d lambda_d v u_d)</c>,
/// <c>dv/dt = sum_d u_d (lambda_d^2 - gamma_d lambda_d v u_d)</c>, integrated from <c>v = X</c>, <c>u = X lambda^2 / w</c>, <c>w = |lambda^2|</c>, with
/// <c>X^2 = sum_h ((v_h + tr(U_h Lambda^2) / w) / 2)^2</c>. No constant is fitted; the deviation vanishes with the size of the start.
/// </summary>
[Kind("small-start-attention", "linear attention, merged key and query from a small start: all heads become multiples of one (to the order of the start)")]
public sealed class SmallStartAttentionSolution : LayerwiseSolution
{
    /// <summary>The largest sum of squares of the initial weights, as a share of what it is at the end of training.</summary>
    public const double MostOfEnd = 0.02;

    private const double Tolerance = 1e-12;

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment)
    {
        if (experiment.Model is not LinearAttentionModel { KeyQuery: KeyQuery.Merged }) return "needs the model linear-attention with keyQuery: merged";
        return TheoryConditions.Failing(experiment) ?? MeasuredConditions.NotUncorrelated(experiment) ?? NotSmall(experiment);
    }

    /// <inheritdoc/>
    protected override bool Predicts(Observable observable) => observable is LossObservable or IclModeStrengthObservable;

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times)
    {
        var (matrices, values) = (initial[0], initial[1]); // H x D^2, 1 x H
        int[] places = [.. Enumerable.Range(0, matrices.Columns).Where(place => data.Moments.Cross[0, place] != 0)];
        double[] drive = [.. places.Select(place => data.Moments.Cross[0, place])], variances = [.. places.Select(place => data.Moments.Variances![place])];
        double w = Math.Sqrt(LinearAlgebra.Dot(drive, drive));
        double[] shares = new double[values.Columns];
        for (int head = 0; head < shares.Length; head++)
        {
            double along = 0;
            for (int d = 0; d < places.Length; d++) along += matrices[head, places[d]] * drive[d];
            shares[head] = (values[0, head] + along / w) / 2;
        }

        double start = Math.Sqrt(LinearAlgebra.Dot(shares, shares)), now = 0;
        double[] state = [.. drive.Select(value => start * value / w), start]; // u, v
        var solver = new DormandPrince(state.Length, Tolerance, (at, rate) => Rate(at, rate, drive, variances));
        foreach (double time in times)
        {
            // Where nothing is left to learn it stays, however long that is.
            while (now < time && Gap(state, drive, variances) > Tolerance * drive.Max())
                if (!solver.Step(state, ref now, time)) throw new ArithmeticException($"no step is small enough at t = {now:R}");
            Matrix u = new(matrices.Rows, matrices.Columns), v = new(1, values.Columns);
            for (int head = 0; head < shares.Length; head++)
            {
                double share = start > 0 ? shares[head] / start : 0;
                v[0, head] = share * state[^1];
                for (int d = 0; d < places.Length; d++) u[head, places[d]] = share * state[d];
            }

            yield return [u, v];
        }
    }

    private static void Rate(ReadOnlySpan<double> state, Span<double> rate, double[] drive, double[] variances)
    {
        double v = state[^1], sum = 0;
        for (int d = 0; d < drive.Length; d++)
        {
            double left = drive[d] - variances[d] * v * state[d];
            rate[d] = v * left;
            sum += state[d] * left;
        }

        rate[^1] = sum;
    }

    private static double Gap(double[] state, double[] drive, double[] variances)
    {
        double most = 0;
        for (int d = 0; d < drive.Length; d++) most = Math.Max(most, Math.Abs(drive[d] - variances[d] * state[^1] * state[d]));
        return most;
    }

    // At the end of a small start v^2 = |U|^2 = |M*|.
    private static string? NotSmall(Experiment experiment)
    {
        double[][] weights = experiment.InitialWeights(RandomStream.ForWeights(experiment));
        var best = ((InContextRegressionTask)experiment.Task).Population.Map();
        double share = weights.Sum(values => LinearAlgebra.Dot(values, values)) / (2 * LinearAlgebra.Norm(best));
        return share <= MostOfEnd ? null : string.Create(CultureInfo.InvariantCulture,
            $"needs a small start: the squares of the initial weights add up to {share:G3} of what they end at, more than {MostOfEnd}");
    }
}
