using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Benchmarks.Harness;

/// <summary>The floating-point peak of one core as a program can reach it: independent fused multiply-adds on registers, nothing else.</summary>
internal static unsafe class FlopPeak
{
    private const int Rounds = 20_000_000, Chains = 12;

    /// <summary>Double-precision floating-point operations a second, the best of a few runs.</summary>
    public static double Measure(int repetitions) => Vector512.IsHardwareAccelerated
        ? Best<Simd512, Vector512<double>>(repetitions)
        : Best<Simd256, Vector256<double>>(repetitions);

    private static double Best<TS, TV>(int repetitions)
        where TS : struct, ISimd<TV>
        where TV : unmanaged =>
        2.0 * TS.Lanes * Chains * Rounds / Stopwatches.Time(repetitions, () => Run<TS, TV>()).Min();

    // The sum keeps the compiler from leaving the work out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TV Run<TS, TV>()
        where TS : struct, ISimd<TV>
        where TV : unmanaged
    {
        double factor = 0.999999, summand = 1e-9;
        TV a = TS.Broadcast(&factor), b = TS.Broadcast(&summand);
        var (c0, c1, c2, c3, c4, c5) = (a, a, a, a, a, a);
        var (c6, c7, c8, c9, c10, c11) = (b, b, b, b, b, b);
        for (int i = 0; i < Rounds; i++)
        {
            c0 = TS.MultiplyAdd(c0, a, b);
            c1 = TS.MultiplyAdd(c1, a, b);
            c2 = TS.MultiplyAdd(c2, a, b);
            c3 = TS.MultiplyAdd(c3, a, b);
            c4 = TS.MultiplyAdd(c4, a, b);
            c5 = TS.MultiplyAdd(c5, a, b);
            c6 = TS.MultiplyAdd(c6, a, b);
            c7 = TS.MultiplyAdd(c7, a, b);
            c8 = TS.MultiplyAdd(c8, a, b);
            c9 = TS.MultiplyAdd(c9, a, b);
            c10 = TS.MultiplyAdd(c10, a, b);
            c11 = TS.MultiplyAdd(c11, a, b);
        }

        TV low = TS.Add(TS.Add(TS.Add(c0, c1), TS.Add(c2, c3)), TS.Add(c4, c5));
        TV high = TS.Add(TS.Add(TS.Add(c6, c7), TS.Add(c8, c9)), TS.Add(c10, c11));
        return TS.Add(low, high);
    }
}
