using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// Fits a <see cref="JointLaw"/> as Hoffmann et al. 2022 (arXiv 2203.15556, section 3.3) do: the Huber loss of the residuals of log L is least over
/// log E, log A, log B, a and b, from a grid of starts. Each descent is by Levenberg and Marquardt's method on the residuals reweighted by
/// Huber's weights. Deterministic.
/// </summary>
internal sealed class JointLawFit
{
    private const int MostIterations = 400;
    private const double Enough = 1e-10, LeastDamping = 1e-8, MostDamping = 1e12;

    // Beyond this the irreducible loss is nothing to what was measured.
    private const double LeastShare = 1e-6;

    private readonly double[] _logX;
    private readonly double[] _logY;
    private readonly double[] _logValue;
    private readonly double _middleX;
    private readonly double _middleY;
    private readonly double _least;
    private readonly double? _irreducible;
    private readonly double _huber;

    /// <param name="places">What was measured, all above zero.</param>
    /// <param name="irreducible">E where it is known; null to fit it.</param>
    /// <param name="huber">The size of a residual of log L from which on it counts by its size and not by its square.</param>
    public JointLawFit(IReadOnlyList<JointPlace> places, double? irreducible, double huber)
    {
        _logX = [.. places.Select(place => PortableMath.Log(place.X))];
        _logY = [.. places.Select(place => PortableMath.Log(place.Y))];
        _logValue = [.. places.Select(place => PortableMath.Log(place.Value))];
        // About the middle, so that factors and exponents are told apart.
        (_middleX, _middleY) = (_logX.Average(), _logY.Average());
        for (int i = 0; i < places.Count; i++) (_logX[i], _logY[i]) = (_logX[i] - _middleX, _logY[i] - _middleY);
        _least = places.Min(place => place.Value);
        (_irreducible, _huber) = (irreducible, huber);
    }

    /// <summary>The best law from all starts.</summary>
    public JointLaw Best()
    {
        double middle = PortableMath.Exp(_logValue.Order().ElementAt(_logValue.Length / 2));
        double best = double.PositiveInfinity;
        double[] found = [];
        foreach (double share in _irreducible is null ? new[] { 0.01, 0.5, 0.9 } : [0.0])
            foreach (double a in (double[])[0.2, 0.5, 1, 2])
                foreach (double b in (double[])[0.2, 0.5, 1, 2])
                {
                    double e = _irreducible ?? share * _least, half = PortableMath.Log(Math.Max((middle - e) / 2, 1e-3 * middle));
                    var (cost, end) = Descend([PortableMath.Log(Math.Max(e, LeastShare * _least)), half, a, half, b]);
                    if (cost < best) (best, found) = (cost, end);
                }

        return Law(found);
    }

    /// <summary>The law near another one, for resamples of the same data.</summary>
    public JointLaw Near(JointLaw law)
    {
        double[] start = [PortableMath.Log(Math.Max(law.E, LeastShare * _least)), law.LogA - law.ExponentA * _middleX, law.ExponentA, law.LogB - law.ExponentB * _middleY, law.ExponentB];
        return Law(Descend(start).End);
    }

    private JointLaw Law(double[] at)
    {
        double e = _irreducible ?? PortableMath.Exp(at[0]);
        return new(_irreducible is null && e <= 2 * LeastShare * _least ? 0 : e, at[1] + at[2] * _middleX, at[2], at[3] + at[4] * _middleY, at[4]);
    }

    // First where residuals count by their squares, which is smooth, then by the loss asked for.
    private (double Cost, double[] End) Descend(double[] start)
    {
        double[] near = Math.Max(_huber, 0.1) is var wide && wide > _huber ? Descend(start, wide).End : start;
        return Descend(near, _huber);
    }

    private (double Cost, double[] End) Descend(double[] at, double huber)
    {
        double cost = Cost(at, huber), damping = 1e-3;
        for (int iteration = 0; iteration < MostIterations && damping < MostDamping; iteration++)
        {
            var (normal, gradient) = Normal(at, huber);
            bool settled = false;
            while (damping < MostDamping)
            {
                double[] next = Step(at, normal, gradient, damping);
                double found = next.Length == 0 ? double.NaN : Cost(next, huber);
                if (!(found < cost))
                {
                    damping *= 4;
                    continue;
                }

                settled = cost - found <= Enough * cost;
                (at, cost, damping) = (next, found, Math.Max(damping / 4, LeastDamping));
                break;
            }

            if (settled) break;
        }

        return (cost, at);
    }

    private double[] Step(double[] at, Matrix normal, Matrix gradient, double damping)
    {
        // Scaled to a unit diagonal, so that no direction's size matters.
        int n = at.Length;
        double[] scale = [.. Enumerable.Range(0, n).Select(i => normal[i, i] > 0 ? 1 / Math.Sqrt(normal[i, i]) : 0)];
        var scaled = new Matrix(n, n);
        var side = new Matrix(1, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) scaled[i, j] = normal[i, j] * scale[i] * scale[j];
            scaled[i, i] = 1 + damping;
            side[0, i] = -gradient[0, i] * scale[i];
        }

        if (LinearAlgebra.DivideByPositive(side, scaled) is not { } step) return [];
        double[] next = [.. at.Select((value, i) => value + step[0, i] * scale[i])];
        // Exponents above zero; an irreducible loss below all that was measured, and not less than nothing.
        for (int exponent = 2; exponent < n; exponent += 2) next[exponent] = Math.Clamp(next[exponent], 1e-4, 50);
        next[0] = Math.Clamp(next[0], PortableMath.Log(LeastShare * _least), PortableMath.Log(2 * _least));
        return next;
    }

    private (Matrix Normal, Matrix Gradient) Normal(double[] at, double huber)
    {
        var normal = new Matrix(at.Length, at.Length);
        var gradient = new Matrix(1, at.Length);
        Span<double> slope = stackalloc double[5];
        for (int i = 0; i < _logX.Length; i++)
        {
            var (e, x, y) = Terms(at, i);
            double sum = e + x + y, residual = PortableMath.Log(sum) - _logValue[i];
            double weight = Math.Abs(residual) <= huber ? 1 : huber / Math.Abs(residual);
            (slope[0], slope[1], slope[2], slope[3], slope[4]) = (_irreducible is null ? e / sum : 0, x / sum, -_logX[i] * x / sum, y / sum, -_logY[i] * y / sum);
            for (int row = 0; row < slope.Length; row++)
            {
                gradient[0, row] += weight * residual * slope[row];
                for (int column = 0; column < slope.Length; column++) normal[row, column] += weight * slope[row] * slope[column];
            }
        }

        return (normal, gradient);
    }

    private double Cost(double[] at, double huber)
    {
        double cost = 0;
        for (int i = 0; i < _logX.Length; i++)
        {
            var (e, x, y) = Terms(at, i);
            double size = Math.Abs(PortableMath.Log(e + x + y) - _logValue[i]);
            cost += size <= huber ? size * size / 2 : huber * (size - huber / 2);
        }

        return cost;
    }

    private (double E, double X, double Y) Terms(double[] at, int place) =>
        (_irreducible ?? PortableMath.Exp(at[0]), PortableMath.Exp(at[1] - at[2] * _logX[place]), PortableMath.Exp(at[3] - at[4] * _logY[place]));
}
