using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory.Attention;

/// <summary>
/// When linear attention with separate key and query of rank one learns its first mode, from any small start: while M is small a head moves by
/// <c>dk/dt = v A q</c>, <c>dq/dt = v A k</c>, <c>dv/dt = k A q</c> with <c>A = Lambda^2</c>. In the time <c>d tau = |v| dt</c> it is linear,
/// <c>k(tau) = (e^{A tau} p + e^{-A tau} m) / 2</c> with <c>p = sign(v) k + q</c> and <c>m = sign(v) k - q</c>, and <c>v^2 - |k|^2</c> is conserved, so it
/// would be infinite at <c>t = integral_0^inf d tau / |v(tau)|</c>: the head with the least t makes the drop. Times are inversely proportional to the
/// start's scale (Zhang et al. 2025, arXiv 2501.16265, for the model).
/// </summary>
public static class FirstDrop
{
    // Of the time in units of the largest eigenvalue of A, by Simpson's rule: its error is about 1e-9 of t.
    private const double Step = 0.05;
    private const int MostSteps = 1_000_000;

    /// <summary>The time <c>t = learningRate * step</c> of an experiment's first drop; null where the heads are not of rank one and balanced.</summary>
    public static double? Of(Experiment experiment)
    {
        if (experiment is not { Task: InContextRegressionTask { Sequences: 0 } task, Init: BalancedHeadsInit or AlignedHeadsInit }
            || AttentionForm.Of(experiment) is not { Rank: 1 } form || TheoryConditions.Failing(experiment) is not null) return null;
        double[][] weights = experiment.InitialWeights(RandomStream.ForWeights(experiment));
        double[] squares = [.. task.Population.Eigenvalues.Select(value => value * value)];
        return Enumerable.Range(0, form.Heads).Min(head => Time(weights[2][head], Row(weights[0], head), Row(weights[1], head), squares))
            / LossFunction.FactorOnMse(experiment.Loss, 1);

        ReadOnlySpan<double> Row(double[] rows, int head) => rows.AsSpan(head * form.Dimension, form.Dimension);
    }

    /// <summary>
    /// The time at which one head would be infinite: never where p = 0; NaN where <c>v^2 &lt; |k|^2</c>, so that v may change its sign, and where the
    /// eigenvalues are too far apart for the quadrature.
    /// </summary>
    /// <param name="value">v at the start.</param>
    /// <param name="key">k at the start, in the eigenbasis of Lambda.</param>
    /// <param name="query">q at the start.</param>
    /// <param name="squares">The eigenvalues <c>lambda_d^2</c> of A.</param>
    public static double Time(double value, ReadOnlySpan<double> key, ReadOnlySpan<double> query, ReadOnlySpan<double> squares)
    {
        double size = LinearAlgebra.Dot(key, key), conserved = value * value - size, most = 0, least = double.PositiveInfinity;
        if (conserved < -1e-12 * size) return double.NaN;
        double[] plus = new double[squares.Length], minus = new double[squares.Length];
        for (int d = 0; d < squares.Length; d++)
        {
            double k = Math.CopySign(1, value) * key[d];
            (plus[d], minus[d]) = ((k + query[d]) / 2, (k - query[d]) / 2);
            if (plus[d] == 0 && minus[d] == 0) continue;
            (most, least) = (Math.Max(most, squares[d]), Math.Min(least, squares[d]));
        }

        if (Array.TrueForAll(plus, part => part == 0)) return double.PositiveInfinity;
        double step = Step / most, sum = 0, left = 1 / Math.Abs(value);
        double[] grows = [.. squares];
        foreach (ref double grow in grows.AsSpan()) grow = PortableMath.Exp(Math.Min(grow, most) * step / 2); // larger ones are not in this head
        for (int i = 0; i < MostSteps; i++)
        {
            double middle = Next(), right = Next();
            sum += step * (left + 4 * middle + right) / 6;
            left = right;
            if (right / least < 1e-13 * sum) return sum; // what is left is less
        }

        return double.NaN;

        // 1 / |v| half a step on.
        double Next()
        {
            double square = 0;
            for (int d = 0; d < grows.Length; d++)
            {
                double k = (plus[d] *= grows[d]) + (minus[d] /= grows[d]);
                square += k * k;
            }

            return 1 / Math.Sqrt(conserved + square);
        }
    }
}
