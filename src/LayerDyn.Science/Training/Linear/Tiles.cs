using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Pieces of a matrix product (<see cref="Kernels{TS, TV}.Product"/>) whose sums stay in registers. Each element sums over k in ascending
/// order from its initial value, whatever the tile.
/// </summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
/// <typeparam name="TB">How elements of B are read.</typeparam>
internal static unsafe class Tiles<TS, TV, TB>
    where TS : struct, ISimd<TV>
    where TV : unmanaged
    where TB : struct, IFactor<TV>
{
    /// <summary>Two rows by four columns, from (i, j).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2x4(View target, double* initial, View a, View b, int i, int j, int k, double* scale)
    {
        nint t0 = target.At(i, j), t1 = target.At(i + 1, j), step = target.Column;
        TV c00, c01, c02, c03, c10, c11, c12, c13;
        if (initial == null)
        {
            c00 = c01 = c02 = c03 = c10 = c11 = c12 = c13 = TS.Zero;
        }
        else
        {
            c00 = TS.Load(initial + t0);
            c01 = TS.Load(initial + t0 + step);
            c02 = TS.Load(initial + t0 + 2 * step);
            c03 = TS.Load(initial + t0 + 3 * step);
            c10 = TS.Load(initial + t1);
            c11 = TS.Load(initial + t1 + step);
            c12 = TS.Load(initial + t1 + 2 * step);
            c13 = TS.Load(initial + t1 + 3 * step);
        }

        double* pa0 = a.Data + a.At(i, 0), pa1 = a.Data + a.At(i + 1, 0), pb = b.Data + b.At(0, j);
        nint columnA = a.Column, rowB = b.Row, columnB = b.Column;
        for (int p = 0; p < k; p++)
        {
            TV a0 = TS.Load(pa0), a1 = TS.Load(pa1);
            TV b0 = TB.Load(pb);
            c00 = TS.MultiplyAdd(a0, b0, c00);
            c10 = TS.MultiplyAdd(a1, b0, c10);
            TV b1 = TB.Load(pb + columnB);
            c01 = TS.MultiplyAdd(a0, b1, c01);
            c11 = TS.MultiplyAdd(a1, b1, c11);
            TV b2 = TB.Load(pb + 2 * columnB);
            c02 = TS.MultiplyAdd(a0, b2, c02);
            c12 = TS.MultiplyAdd(a1, b2, c12);
            TV b3 = TB.Load(pb + 3 * columnB);
            c03 = TS.MultiplyAdd(a0, b3, c03);
            c13 = TS.MultiplyAdd(a1, b3, c13);
            pa0 += columnA;
            pa1 += columnA;
            pb += rowB;
        }

        if (scale != null)
        {
            TV s = TS.Load(scale);
            (c00, c01, c02, c03) = (TS.Multiply(c00, s), TS.Multiply(c01, s), TS.Multiply(c02, s), TS.Multiply(c03, s));
            (c10, c11, c12, c13) = (TS.Multiply(c10, s), TS.Multiply(c11, s), TS.Multiply(c12, s), TS.Multiply(c13, s));
        }

        double* data = target.Data;
        TS.Store(c00, data + t0);
        TS.Store(c01, data + t0 + step);
        TS.Store(c02, data + t0 + 2 * step);
        TS.Store(c03, data + t0 + 3 * step);
        TS.Store(c10, data + t1);
        TS.Store(c11, data + t1 + step);
        TS.Store(c12, data + t1 + 2 * step);
        TS.Store(c13, data + t1 + 3 * step);
    }

    /// <summary>One row by four columns, from (i, j).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x4(View target, double* initial, View a, View b, int i, int j, int k, double* scale)
    {
        nint t = target.At(i, j), step = target.Column;
        TV c0, c1, c2, c3;
        if (initial == null)
        {
            c0 = c1 = c2 = c3 = TS.Zero;
        }
        else
        {
            c0 = TS.Load(initial + t);
            c1 = TS.Load(initial + t + step);
            c2 = TS.Load(initial + t + 2 * step);
            c3 = TS.Load(initial + t + 3 * step);
        }

        double* pa = a.Data + a.At(i, 0), pb = b.Data + b.At(0, j);
        for (int p = 0; p < k; p++)
        {
            TV value = TS.Load(pa);
            c0 = TS.MultiplyAdd(value, TB.Load(pb), c0);
            c1 = TS.MultiplyAdd(value, TB.Load(pb + b.Column), c1);
            c2 = TS.MultiplyAdd(value, TB.Load(pb + 2 * b.Column), c2);
            c3 = TS.MultiplyAdd(value, TB.Load(pb + 3 * b.Column), c3);
            pa += a.Column;
            pb += b.Row;
        }

        if (scale != null)
        {
            TV s = TS.Load(scale);
            (c0, c1, c2, c3) = (TS.Multiply(c0, s), TS.Multiply(c1, s), TS.Multiply(c2, s), TS.Multiply(c3, s));
        }

        TS.Store(c0, target.Data + t);
        TS.Store(c1, target.Data + t + step);
        TS.Store(c2, target.Data + t + 2 * step);
        TS.Store(c3, target.Data + t + 3 * step);
    }

    /// <summary>The element (i, j).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x1(View target, double* initial, View a, View b, int i, int j, int k, double* scale)
    {
        nint t = target.At(i, j);
        TV sum = initial == null ? TS.Zero : TS.Load(initial + t);
        double* pa = a.Data + a.At(i, 0), pb = b.Data + b.At(0, j);
        for (int p = 0; p < k; p++, pa += a.Column, pb += b.Row) sum = TS.MultiplyAdd(TS.Load(pa), TB.Load(pb), sum);
        if (scale != null) sum = TS.Multiply(sum, TS.Load(scale));
        TS.Store(sum, target.Data + t);
    }
}
