using System.Runtime.Intrinsics;

namespace LayerDyn.Science.Numerics;

/// <summary>
/// Adaptive Runge-Kutta integration of <c>dy/dt = f(y)</c> of order 8(5,3): Dormand and Prince's method DOP853, with the error estimate and step
/// control of Hairer, Norsett and Wanner (Solving ODEs I, sections II.4 and II.10).
/// </summary>
/// <remarks>
/// Why not a library: MathNet.Numerics, the kept one that the project uses, integrates with fixed steps only, and the .NET ports with
/// adaptive steps are no longer maintained. One integrator serves one trajectory and is not thread-safe.
/// </remarks>
public sealed class DormandPrince
{
    // By stage and weight; those that are left out are 0.
    private static readonly (int Stage, double Weight)[][] A =
    [
        [],
        [(0, 0.05260015195876773)],
        [(0, 0.0197250569845379), (1, 0.0591751709536137)],
        [(0, 0.02958758547680685), (2, 0.08876275643042054)],
        [(0, 0.2413651341592667), (2, -0.8845494793282861), (3, 0.924834003261792)],
        [(0, 0.037037037037037035), (3, 0.17082860872947386), (4, 0.12546768756682242)],
        [(0, 0.037109375), (3, 0.17025221101954405), (4, 0.06021653898045596), (5, -0.017578125)],
        [(0, 0.03709200011850479), (3, 0.17038392571223998), (4, 0.10726203044637328), (5, -0.015319437748624402), (6, 0.008273789163814023)],
        [(0, 0.6241109587160757), (3, -3.3608926294469414), (4, -0.868219346841726), (5, 27.59209969944671), (6, 20.154067550477894),
            (7, -43.48988418106996)],
        [(0, 0.47766253643826434), (3, -2.4881146199716677), (4, -0.590290826836843), (5, 21.230051448181193), (6, 15.279233632882423),
            (7, -33.28821096898486), (8, -0.020331201708508627)],
        [(0, -0.9371424300859873), (3, 5.186372428844064), (4, 1.0914373489967295), (5, -8.149787010746927), (6, -18.52006565999696),
            (7, 22.739487099350505), (8, 2.4936055526796523), (9, -3.0467644718982196)],
        [(0, 2.273310147516538), (3, -10.53449546673725), (4, -2.0008720582248625), (5, -17.9589318631188), (6, 27.94888452941996),
            (7, -2.8589982771350235), (8, -8.87285693353063), (9, 12.360567175794303), (10, 0.6433927460157636)],
    ];

    private static readonly (int Stage, double Weight)[] B =
        [(0, 0.054293734116568765), (5, 4.450312892752409), (6, 1.8915178993145003), (7, -5.801203960010585), (8, 0.3111643669578199),
            (9, -0.1521609496625161), (10, 0.20136540080403034), (11, 0.04471061572777259)];

    private static readonly (int Stage, double Weight)[] FifthOrder =
        [(0, 0.01312004499419488), (5, -1.2251564463762044), (6, -0.4957589496572502), (7, 1.6643771824549864), (8, -0.35032884874997366),
            (9, 0.3341791187130175), (10, 0.08192320648511571), (11, -0.022355307863886294)];

    private static readonly (int Stage, double Weight)[] ThirdOrder =
        [(0, -0.18980075407240762), (5, 4.450312892752409), (6, 1.8915178993145003), (7, -5.801203960010585), (8, -0.42268232132379197),
            (9, -0.1521609496625161), (10, 0.20136540080403034), (11, 0.022651792198360825)];

    // A component is never judged finer than this share of the largest one: it may cross zero.
    private const double Floor = 1e-3;

    // Nor any finer than this: what decays for ever comes to numbers that have no relative accuracy.
    private const double Smallest = 1e-250;

    // By how much a step may differ from the one before.
    private const double Least = 1.0 / 3, Most = 6;

    /// <summary>Stages of a step.</summary>
    internal const int StageCount = 12;

    private readonly double _tolerance;
    private readonly Flow _flow;
    private readonly double[][] _rates;
    private readonly double[] _trial, _fifth, _third;

    /// <summary>An integrator for states of <paramref name="size"/> numbers.</summary>
    /// <param name="size">Length of the state.</param>
    /// <param name="tolerance">Error allowed in each step, relative to each component, as the root of the mean square over components.</param>
    /// <param name="flow">The right-hand side.</param>
    public DormandPrince(int size, double tolerance, Flow flow)
    {
        (_tolerance, _flow) = (tolerance, flow);
        _rates = [.. A.Select(_ => new double[size])];
        (_trial, _fifth, _third) = (new double[size], new double[size], new double[size]);
    }

    /// <summary>
    /// The weights of all stages: a row for each stage, then one for the step and those for the errors of order 5 and 3; 0 where a stage has none.
    /// </summary>
    internal static double[] Table
    {
        get
        {
            (int Stage, double Weight)[][] rows = [.. A, B, FifthOrder, ThirdOrder];
            double[] table = new double[rows.Length * StageCount];
            for (int row = 0; row < rows.Length; row++)
                foreach (var (stage, weight) in rows[row]) table[row * StageCount + stage] = weight;
            return table;
        }
    }

    /// <summary>The right-hand side: writes dy/dt at <paramref name="state"/> to <paramref name="rate"/>.</summary>
    public delegate void Flow(ReadOnlySpan<double> state, Span<double> rate);

    /// <summary>The step that is tried next; 0 to choose one from the state. Set it, to go on exactly as another integrator would.</summary>
    public double NextStep { get; set; }

    /// <summary>
    /// Integrates <paramref name="state"/> in place from <paramref name="now"/> to <paramref name="end"/>; the step size is kept for
    /// the next call. False when the solution stops being finite, or needs a step below the resolution of time.
    /// </summary>
    public bool Advance(Span<double> state, ref double now, double end)
    {
        while (now < end)
            if (!Step(state, ref now, end)) return false;
        return true;
    }

    /// <summary>One accepted step, at most to <paramref name="limit"/>; false as <see cref="Advance"/>.</summary>
    public bool Step(Span<double> state, ref double now, double limit)
    {
        _flow(state, _rates[0]);
        if (!(NextStep > 0)) NextStep = FirstStep(state);
        for (double most = Most; ; most = 1)
        {
            bool last = now + NextStep * 1.000001 >= limit;
            double step = last ? limit - now : NextStep;
            if (!last && now + step == now) return false;
            double error = Try(state, step), factor = double.IsFinite(error) ? Math.Clamp(0.9 * PortableMath.Pow(Math.Max(error, 1e-16), -1.0 / 8), Least, most) : 0.1;
            if (error <= 1)
            {
                // A step cut short by the limit says nothing against the longer one.
                NextStep = last ? Math.Max(NextStep, step * factor) : step * factor;
                now = last ? limit : now + step;
                _trial.CopyTo(state);
                return true;
            }

            NextStep = step * factor;
            if (now + NextStep == now || !(NextStep > 0)) return false;
        }
    }

    // The error estimate in units of what is allowed; NaN or infinite when the step left the finite numbers.
    private double Try(ReadOnlySpan<double> state, double step)
    {
        for (int stage = 1; stage < A.Length; stage++)
        {
            Combine(A[stage], state, step, _trial);
            _flow(_trial, _rates[stage]);
        }

        Combine(B, state, step, _trial);
        Combine(FifthOrder, default, step, _fifth);
        Combine(ThirdOrder, default, step, _third);
        double floor = Math.Max(Floor * Largest(state), Smallest), fifth = Size(_fifth, state, floor), third = Size(_third, state, floor);
        return fifth == 0 ? 0 : fifth * fifth / Math.Sqrt(fifth * fifth + 0.01 * third * third);
    }

    // target = state + step * the weighted sum of the rates, each component as one alone; no state is 0.
    private void Combine((int Stage, double Weight)[] weights, ReadOnlySpan<double> state, double step, double[] target)
    {
        int i = 0;
        for (; i <= target.Length - 16; i += 16)
        {
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            foreach (var (stage, value) in weights)
            {
                var weight = Vector256.Create(value);
                ref double rates = ref _rates[stage][i];
                s0 += weight * Vector256.LoadUnsafe(ref rates);
                s1 += weight * Vector256.LoadUnsafe(ref rates, 4);
                s2 += weight * Vector256.LoadUnsafe(ref rates, 8);
                s3 += weight * Vector256.LoadUnsafe(ref rates, 12);
            }

            Place(s0, state, i);
            Place(s1, state, i + 4);
            Place(s2, state, i + 8);
            Place(s3, state, i + 12);
        }

        for (; i < target.Length; i++)
        {
            double sum = 0;
            foreach (var (stage, weight) in weights) sum += weight * _rates[stage][i];
            target[i] = (state.IsEmpty ? 0 : state[i]) + step * sum;
        }

        void Place(Vector256<double> sum, ReadOnlySpan<double> from, int at) =>
            ((from.IsEmpty ? Vector256<double>.Zero : Vector256.Create(from[at..])) + step * sum).CopyTo(target, at);
    }

    // The root mean square of some errors in units of what is allowed; a NaN is handed on.
    private double Size(double[] errors, ReadOnlySpan<double> state, double floor)
    {
        var squares = Vector256<double>.Zero;
        int i = 0;
        for (; i <= state.Length - 4; i += 4)
        {
            var error = Vector256.Create(errors, i);
            var size = Vector256.Max(Vector256.Max(Vector256.Abs(Vector256.Create(state[i..])), Vector256.Abs(Vector256.Create(_trial, i))), Vector256.Create(floor));
            var share = error / (_tolerance * size);
            squares += share * share;
        }

        double sum = Vector256.Sum(squares);
        for (; i < state.Length; i++)
        {
            double error = errors[i], size = Math.Max(Math.Max(Math.Abs(state[i]), Math.Abs(_trial[i])), floor);
            double share = error / (_tolerance * size);
            sum += share * share;
        }

        return Math.Sqrt(sum / state.Length);
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
