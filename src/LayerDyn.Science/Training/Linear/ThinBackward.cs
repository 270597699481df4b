using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Both uses of a layer on the way back, in one pass over its weights W (rows x columns), for nets whose thin end is one or two
/// wide: <c>next = error W^T</c> with the weights before the step, and <c>W += chain^T error</c>. Each element is the same sum in the
/// same order as from <see cref="Kernels{TS, TV}.Product"/>.
/// </summary>
internal static unsafe class ThinBackward<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : unmanaged
{
    /// <summary>Whether there is a kernel for this thin end.</summary>
    public static bool Supports(int thin) => thin <= 2;

    /// <summary><paramref name="error"/> is thin x columns, <paramref name="chain"/> and <paramref name="next"/> are thin x rows.</summary>
    public static void Run(View next, View error, View chain, View weights, int thin, int rows, int columns)
    {
        int row = 0;
        if (thin == 2)
            for (; row + 2 <= rows; row += 2) TwoRows(next, error, chain, weights, row, columns);
        for (; row < rows; row++)
        {
            if (thin == 2) OneRow(next, error, chain, weights, row, columns);
            else OneRowOfOne(next, error, chain, weights, row, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoRows(View next, View error, View chain, View weights, int row, int columns)
    {
        double* e0 = error.Data, e1 = error.Data + error.Row;
        double* w0 = weights.Data + weights.At(row, 0), w1 = weights.Data + weights.At(row + 1, 0);
        TV s00 = TS.Load(chain.Data + chain.At(0, row)), s01 = TS.Load(chain.Data + chain.At(0, row + 1));
        TV s10 = TS.Load(chain.Data + chain.At(1, row)), s11 = TS.Load(chain.Data + chain.At(1, row + 1));
        TV n00 = TS.Zero, n01 = TS.Zero, n10 = TS.Zero, n11 = TS.Zero;
        nint errorStep = error.Column, weightStep = weights.Column;
        for (int j = 0; j < columns; j++)
        {
            TV a = TS.Load(e0), b = TS.Load(e1), old0 = TS.Load(w0), old1 = TS.Load(w1);
            n00 = TS.MultiplyAdd(a, old0, n00);
            n01 = TS.MultiplyAdd(a, old1, n01);
            n10 = TS.MultiplyAdd(b, old0, n10);
            n11 = TS.MultiplyAdd(b, old1, n11);
            TS.Store(TS.MultiplyAdd(s10, b, TS.MultiplyAdd(s00, a, old0)), w0);
            TS.Store(TS.MultiplyAdd(s11, b, TS.MultiplyAdd(s01, a, old1)), w1);
            e0 += errorStep;
            e1 += errorStep;
            w0 += weightStep;
            w1 += weightStep;
        }

        TS.Store(n00, next.Data + next.At(0, row));
        TS.Store(n01, next.Data + next.At(0, row + 1));
        TS.Store(n10, next.Data + next.At(1, row));
        TS.Store(n11, next.Data + next.At(1, row + 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(View next, View error, View chain, View weights, int row, int columns)
    {
        double* e0 = error.Data, e1 = error.Data + error.Row, w = weights.Data + weights.At(row, 0);
        TV s0 = TS.Load(chain.Data + chain.At(0, row)), s1 = TS.Load(chain.Data + chain.At(1, row));
        TV n0 = TS.Zero, n1 = TS.Zero;
        for (int j = 0; j < columns; j++, e0 += error.Column, e1 += error.Column, w += weights.Column)
        {
            TV a = TS.Load(e0), b = TS.Load(e1), old = TS.Load(w);
            n0 = TS.MultiplyAdd(a, old, n0);
            n1 = TS.MultiplyAdd(b, old, n1);
            TS.Store(TS.MultiplyAdd(s1, b, TS.MultiplyAdd(s0, a, old)), w);
        }

        TS.Store(n0, next.Data + next.At(0, row));
        TS.Store(n1, next.Data + next.At(1, row));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRowOfOne(View next, View error, View chain, View weights, int row, int columns)
    {
        double* e = error.Data, w = weights.Data + weights.At(row, 0);
        TV s = TS.Load(chain.Data + chain.At(0, row)), n = TS.Zero;
        for (int j = 0; j < columns; j++, e += error.Column, w += weights.Column)
        {
            TV a = TS.Load(e), old = TS.Load(w);
            n = TS.MultiplyAdd(a, old, n);
            TS.Store(TS.MultiplyAdd(s, a, old), w);
        }

        TS.Store(n, next.Data + next.At(0, row));
    }
}
