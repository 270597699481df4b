using System.Runtime.Intrinsics;

namespace LayerDyn.Science.Numerics;

/// <summary>
/// Adaptive Runge-Kutta integration of <c>dy/dt = f(y)</c> of order 5(4): Dormand and Prince 1980, with the proportional-integral
/// step control of Hairer, Norsett and Wanner (Solving ODEs I, section II.4).
/// </summary>
/// <remarks>
/// Why not a library: MathNet.Numerics, the kept one that the project uses, integrates with fixed steps only, and the .NET ports with
/// adaptive steps are no longer maintained. One integrator serves one trajectory and is not thread-safe.
/// </remarks>
public sealed class DormandPrince
{
    private static readonly double[][] A =
    [
        [],
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];

    private static readonly double[] Error = [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40];

    // A component is never judged finer than this share of the largest one: it may cross zero.
    private const double Floor = 1e-3;

    private readonly double _tolerance;
    private readonly Flow _flow;
    private readonly double[][] _rates;
    private readonly double[] _trial, _sums;
    private double _lastError = 1e-4;
    private bool _fresh;

    /// <summary>An integrator for states of <paramref name="size"/> numbers.</summary>
    /// <param name="size">Length of the state.</param>
    /// <param name="tolerance">Error allowed in each step, relative to each component.</param>
    /// <param name="flow">The right-hand side.</param>
    public DormandPrince(int size, double tolerance, Flow flow)
    {
        (_tolerance, _flow) = (tolerance, flow);
        _rates = [.. A.Select(_ => new double[size])];
        (_trial, _sums) = (new double[size], new double[size]);
    }

    /// <summary>The right-hand side: writes dy/dt at <paramref name="state"/> to <paramref name="rate"/>.</summary>
    public delegate void Flow(ReadOnlySpan<double> state, Span<double> rate);

    /// <summary>The step that is tried next; 0 to choose one from the state. Set it, to go on exactly as another integrator would.</summary>
    public double NextStep { get; set; }

    /// <summary>The last accepted error estimate in units of the tolerance, which the step control remembers beside <see cref="NextStep"/>.</summary>
    public double LastError
    {
        get => _lastError;
        set => _lastError = value;
    }

    /// <summary>
    /// Integrates <paramref name="state"/> in place from <paramref name="now"/> to <paramref name="end"/>; the step size is kept for
    /// the next call. False when the solution stops being finite, or needs a step below the resolution of time.
    /// </summary>
    public bool Advance(Span<double> state, ref double now, double end)
    {
        _fresh = false; // the caller may have changed the state
        while (now < end)
            if (!StepOnce(state, ref now, end)) return false;
        return true;
    }

    /// <summary>One accepted step, at most to <paramref name="limit"/>; false as <see cref="Advance"/>.</summary>
    public bool Step(Span<double> state, ref double now, double limit)
    {
        _fresh = false;
        return StepOnce(state, ref now, limit);
    }

    private bool StepOnce(Span<double> state, ref double now, double limit)
    {
        if (!_fresh) _flow(state, _rates[0]);
        if (!(NextStep > 0)) NextStep = FirstStep(state);
        while (true)
        {
            bool last = now + NextStep * 1.000001 >= limit;
            double step = last ? limit - now : NextStep;
            if (!last && now + step == now) return false;
            double error = Try(state, step);
            if (error <= 1)
            {
                double factor = Math.Clamp(0.9 * PortableMath.Pow(Math.Max(error, 1e-10), -0.17) * PortableMath.Pow(_lastError, 0.04), 0.2, 10);
                // A step cut short by the limit says nothing against the longer one.
                NextStep = last ? Math.Max(NextStep, step * factor) : step * factor;
                _lastError = Math.Max(error, 1e-4);
                now = last ? limit : now + step;
                _trial.CopyTo(state);
                (_rates[0], _rates[6]) = (_rates[6], _rates[0]); // first same as last
                _fresh = true;
                return true;
            }

            NextStep = double.IsFinite(error) ? step * Math.Max(0.2, 0.9 * PortableMath.Pow(error, -0.2)) : step * 0.1;
            if (now + NextStep == now || !(NextStep > 0)) return false;
        }
    }

    // The error estimate in units of what is allowed; NaN or infinite when the step left the finite numbers.
    private double Try(ReadOnlySpan<double> state, double step)
    {
        for (int stage = 1; stage < A.Length; stage++)
        {
            Sum(A[stage], stage);
            int i = 0;
            for (; i <= state.Length - 4; i += 4) (Vector256.Create(state[i..]) + step * Vector256.Create(_sums, i)).CopyTo(_trial, i);
            for (; i < state.Length; i++) _trial[i] = state[i] + step * _sums[i];
            _flow(_trial, _rates[stage]);
        }

        Sum(Error, Error.Length);
        double floor = Floor * Largest(state);
        var worsts = Vector256<double>.Zero;
        int next = 0;
        for (; next <= state.Length - 4; next += 4)
        {
            var error = Vector256.Create(_sums, next);
            var size = Vector256.Max(Vector256.Max(Vector256.Abs(Vector256.Create(state[next..])), Vector256.Abs(Vector256.Create(_trial, next))), Vector256.Create(floor));
            var isNothing = Vector256.Equals(size, Vector256<double>.Zero) & Vector256.Equals(error, Vector256<double>.Zero);
            worsts = Vector256.Max(worsts, Vector256.AndNot(Vector256.Abs(step * error) / (_tolerance * size), isNothing)); // hands a NaN on
        }

        double worst = LargestOf(worsts);
        for (; next < state.Length; next++)
        {
            double error = _sums[next], size = Math.Max(Math.Max(Math.Abs(state[next]), Math.Abs(_trial[next])), floor);
            if (size == 0 && error == 0) continue;
            worst = Math.Max(worst, Math.Abs(step * error) / (_tolerance * size)); // as does this
        }

        return worst;
    }

    // Weighted sums of the first rates, each component summed as one alone.
    private void Sum(double[] weights, int count)
    {
        int i = 0;
        for (; i <= _sums.Length - 16; i += 16)
        {
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int k = 0; k < count; k++)
            {
                var weight = Vector256.Create(weights[k]);
                ref double rates = ref _rates[k][i];
                s0 += weight * Vector256.LoadUnsafe(ref rates);
                s1 += weight * Vector256.LoadUnsafe(ref rates, 4);
                s2 += weight * Vector256.LoadUnsafe(ref rates, 8);
                s3 += weight * Vector256.LoadUnsafe(ref rates, 12);
            }

            s0.CopyTo(_sums, i);
            s1.CopyTo(_sums, i + 4);
            s2.CopyTo(_sums, i + 8);
            s3.CopyTo(_sums, i + 12);
        }

        for (; i < _sums.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < count; k++) sum += weights[k] * _rates[k][i];
            _sums[i] = sum;
        }
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        var largest = Vector256<double>.Zero;
        int i = 0;
        for (; i <= values.Length - 4; i += 4) largest = Vector256.Max(largest, Vector256.Abs(Vector256.Create(values[i..])));
        double most = LargestOf(largest);
        for (; i < values.Length; i++) most = Math.Max(most, Math.Abs(values[i]));
        return most;
    }

    private static double LargestOf(Vector256<double> values) => Math.Max(Math.Max(values[0], values[1]), Math.Max(values[2], values[3]));

    private double FirstStep(ReadOnlySpan<double> state)
    {
        double size = Largest(state), rate = Largest(_rates[0]);
        return rate > 0 && size > 0 ? 0.01 * size / rate : 1e-6;
    }
}
