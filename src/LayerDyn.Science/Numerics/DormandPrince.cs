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
    private readonly double[] _trial;
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
        _trial = new double[size];
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
            for (int i = 0; i < state.Length; i++)
            {
                double sum = 0;
                for (int k = 0; k < stage; k++) sum += A[stage][k] * _rates[k][i];
                _trial[i] = state[i] + step * sum;
            }

            _flow(_trial, _rates[stage]);
        }

        double largest = 0, worst = 0;
        for (int i = 0; i < state.Length; i++) largest = Math.Max(largest, Math.Abs(state[i]));
        for (int i = 0; i < state.Length; i++)
        {
            double error = 0;
            for (int k = 0; k < Error.Length; k++) error += Error[k] * _rates[k][i];
            double size = Math.Max(Math.Max(Math.Abs(state[i]), Math.Abs(_trial[i])), Floor * largest);
            if (size == 0 && error == 0) continue;
            worst = Math.Max(worst, Math.Abs(step * error) / (_tolerance * size)); // Math.Max hands a NaN on
        }

        return worst;
    }

    private double FirstStep(ReadOnlySpan<double> state)
    {
        double size = 0, rate = 0;
        for (int i = 0; i < state.Length; i++)
        {
            size = Math.Max(size, Math.Abs(state[i]));
            rate = Math.Max(rate, Math.Abs(_rates[0][i]));
        }

        return rate > 0 && size > 0 ? 0.01 * size / rate : 1e-6;
    }
}
