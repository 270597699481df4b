using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Two layers on uncorrelated modes, which do not see each other: each mode goes through all steps with its weights in registers, four
/// abreast. Each element is the same sum in the same order as in <see cref="DiagonalBlock{TS, TV}"/>.
/// </summary>
internal static unsafe class DiagonalPairs<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(double* first, double* second, double* variances, double* minusCross, double* rates, int modes, int steps)
    {
        int n = TS.Lanes, mode = 0;
        for (; mode + 4 <= modes; mode += 4)
        {
            nint at = (nint)mode * n;
            double* a = first + at, b = second + at, d = minusCross + at, c = variances + at, rate = rates;
            TV a0 = TS.Load(a), a1 = TS.Load(a + n), a2 = TS.Load(a + 2 * n), a3 = TS.Load(a + 3 * n);
            TV b0 = TS.Load(b), b1 = TS.Load(b + n), b2 = TS.Load(b + 2 * n), b3 = TS.Load(b + 3 * n);
            TV c0 = TS.Load(c), c1 = TS.Load(c + n), c2 = TS.Load(c + 2 * n), c3 = TS.Load(c + 3 * n);
            TV d0 = TS.Load(d), d1 = TS.Load(d + n), d2 = TS.Load(d + 2 * n), d3 = TS.Load(d + 3 * n);
            for (int step = 0; step < steps; step++, rate += n)
            {
                TV r = TS.Load(rate);
                TV e0 = TS.Multiply(TS.MultiplyAdd(TS.Multiply(a0, b0), c0, d0), r);
                TV e1 = TS.Multiply(TS.MultiplyAdd(TS.Multiply(a1, b1), c1, d1), r);
                TV e2 = TS.Multiply(TS.MultiplyAdd(TS.Multiply(a2, b2), c2, d2), r);
                TV e3 = TS.Multiply(TS.MultiplyAdd(TS.Multiply(a3, b3), c3, d3), r);
                (a0, b0) = (TS.MultiplyAdd(e0, b0, a0), TS.MultiplyAdd(e0, a0, b0));
                (a1, b1) = (TS.MultiplyAdd(e1, b1, a1), TS.MultiplyAdd(e1, a1, b1));
                (a2, b2) = (TS.MultiplyAdd(e2, b2, a2), TS.MultiplyAdd(e2, a2, b2));
                (a3, b3) = (TS.MultiplyAdd(e3, b3, a3), TS.MultiplyAdd(e3, a3, b3));
            }

            TS.Store(a0, a);
            TS.Store(a1, a + n);
            TS.Store(a2, a + 2 * n);
            TS.Store(a3, a + 3 * n);
            TS.Store(b0, b);
            TS.Store(b1, b + n);
            TS.Store(b2, b + 2 * n);
            TS.Store(b3, b + 3 * n);
        }

        for (; mode < modes; mode++)
        {
            nint at = (nint)mode * n;
            double* rate = rates;
            TV a = TS.Load(first + at), b = TS.Load(second + at), c = TS.Load(variances + at), d = TS.Load(minusCross + at);
            for (int step = 0; step < steps; step++, rate += n)
            {
                TV e = TS.Multiply(TS.MultiplyAdd(TS.Multiply(a, b), c, d), TS.Load(rate));
                (a, b) = (TS.MultiplyAdd(e, b, a), TS.MultiplyAdd(e, a, b));
            }

            TS.Store(a, first + at);
            TS.Store(b, second + at);
        }
    }
}
