using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// The net of the published heat map (2-2-2, whitened inputs) with all weights of a block in registers for a whole chunk of
/// steps. The kernels skip the tiers of the compiler, whose first code for vectors is a hundred times slower. Each element is the same sum in the same order as in <see cref="DenseBlock{TS, TV}"/>.
/// </summary>
internal static unsafe class TwoByTwo<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(double* first, double* second, double* minusCross, double* rates, int steps)
    {
        int n = TS.Lanes;
        TV a00 = TS.Load(first), a01 = TS.Load(first + n), a10 = TS.Load(first + 2 * n), a11 = TS.Load(first + 3 * n);
        TV b00 = TS.Load(second), b01 = TS.Load(second + n), b10 = TS.Load(second + 2 * n), b11 = TS.Load(second + 3 * n);
        TV d00 = TS.Load(minusCross), d01 = TS.Load(minusCross + n), d10 = TS.Load(minusCross + 2 * n), d11 = TS.Load(minusCross + 3 * n);
        for (int step = 0; step < steps; step++, rates += n)
        {
            TV rate = TS.Load(rates);

            // E = (B A - D) * (-rate)
            TV e00 = TS.Multiply(TS.MultiplyAdd(b01, a10, TS.MultiplyAdd(b00, a00, d00)), rate);
            TV e01 = TS.Multiply(TS.MultiplyAdd(b01, a11, TS.MultiplyAdd(b00, a01, d01)), rate);
            TV e10 = TS.Multiply(TS.MultiplyAdd(b11, a10, TS.MultiplyAdd(b10, a00, d10)), rate);
            TV e11 = TS.Multiply(TS.MultiplyAdd(b11, a11, TS.MultiplyAdd(b10, a01, d11)), rate);

            // Q = E A^T, from the weights before the step.
            TV q00 = TS.MultiplyAdd(e01, a01, TS.Multiply(e00, a00));
            TV q01 = TS.MultiplyAdd(e01, a11, TS.Multiply(e00, a10));
            TV q10 = TS.MultiplyAdd(e11, a01, TS.Multiply(e10, a00));
            TV q11 = TS.MultiplyAdd(e11, a11, TS.Multiply(e10, a10));

            // A += B^T E
            a00 = TS.MultiplyAdd(b10, e10, TS.MultiplyAdd(b00, e00, a00));
            a01 = TS.MultiplyAdd(b10, e11, TS.MultiplyAdd(b00, e01, a01));
            a10 = TS.MultiplyAdd(b11, e10, TS.MultiplyAdd(b01, e00, a10));
            a11 = TS.MultiplyAdd(b11, e11, TS.MultiplyAdd(b01, e01, a11));

            b00 = TS.Add(b00, q00);
            b01 = TS.Add(b01, q01);
            b10 = TS.Add(b10, q10);
            b11 = TS.Add(b11, q11);
        }

        TS.Store(a00, first);
        TS.Store(a01, first + n);
        TS.Store(a10, first + 2 * n);
        TS.Store(a11, first + 3 * n);
        TS.Store(b00, second);
        TS.Store(b01, second + n);
        TS.Store(b10, second + 2 * n);
        TS.Store(b11, second + 3 * n);
    }
}
