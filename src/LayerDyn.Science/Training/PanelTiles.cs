using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training;

/// <summary>
/// Pieces of a product <c>initial + A B</c>, two vectors wide, whose sums stay in registers. A is read at row and column strides, B row
/// after row. Each element sums over k in ascending order from its initial value (null: zero), whatever the tile and the width.
/// </summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
/// <typeparam name="T">Its elements.</typeparam>
internal static unsafe class PanelTiles<TS, TV, T>
    where TS : struct, IVectors<TV, T>
    where TV : unmanaged
    where T : unmanaged
{
    /// <summary>Twelve rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows12(T* target, nint targetRow, T* initial, nint initialRow, T* a, nint rowA, nint columnA, T* b, nint rowB, nint k)
    {
        TV x0, y0, x1, y1, x2, y2, x3, y3, x4, y4, x5, y5;
        TV x6, y6, x7, y7, x8, y8, x9, y9, x10, y10, x11, y11;
        if (initial == null)
        {
            x0 = x1 = x2 = x3 = x4 = x5 = TS.Zero;
            y0 = y1 = y2 = y3 = y4 = y5 = TS.Zero;
            x6 = x7 = x8 = x9 = x10 = x11 = TS.Zero;
            y6 = y7 = y8 = y9 = y10 = y11 = TS.Zero;
        }
        else
        {
            (x0, y0) = (TS.Load(initial), TS.Load(initial + TS.Lanes));
            (x1, y1) = (TS.Load(initial + initialRow), TS.Load(initial + initialRow + TS.Lanes));
            (x2, y2) = (TS.Load(initial + 2 * initialRow), TS.Load(initial + 2 * initialRow + TS.Lanes));
            (x3, y3) = (TS.Load(initial + 3 * initialRow), TS.Load(initial + 3 * initialRow + TS.Lanes));
            (x4, y4) = (TS.Load(initial + 4 * initialRow), TS.Load(initial + 4 * initialRow + TS.Lanes));
            (x5, y5) = (TS.Load(initial + 5 * initialRow), TS.Load(initial + 5 * initialRow + TS.Lanes));
            (x6, y6) = (TS.Load(initial + 6 * initialRow), TS.Load(initial + 6 * initialRow + TS.Lanes));
            (x7, y7) = (TS.Load(initial + 7 * initialRow), TS.Load(initial + 7 * initialRow + TS.Lanes));
            (x8, y8) = (TS.Load(initial + 8 * initialRow), TS.Load(initial + 8 * initialRow + TS.Lanes));
            (x9, y9) = (TS.Load(initial + 9 * initialRow), TS.Load(initial + 9 * initialRow + TS.Lanes));
            (x10, y10) = (TS.Load(initial + 10 * initialRow), TS.Load(initial + 10 * initialRow + TS.Lanes));
            (x11, y11) = (TS.Load(initial + 11 * initialRow), TS.Load(initial + 11 * initialRow + TS.Lanes));
        }

        nint twoRows = 2 * rowA;
        T* a0 = a, a3 = a + 3 * rowA, a6 = a + 6 * rowA, a9 = a + 9 * rowA;
        for (; k > 0; k--)
        {
            TV b0 = TS.Load(b), b1 = TS.Load(b + TS.Lanes), factor;
            factor = TS.Broadcast(a0);
            x0 = TS.MultiplyAdd(factor, b0, x0);
            y0 = TS.MultiplyAdd(factor, b1, y0);
            factor = TS.Broadcast(a0 + rowA);
            x1 = TS.MultiplyAdd(factor, b0, x1);
            y1 = TS.MultiplyAdd(factor, b1, y1);
            factor = TS.Broadcast(a0 + twoRows);
            x2 = TS.MultiplyAdd(factor, b0, x2);
            y2 = TS.MultiplyAdd(factor, b1, y2);
            factor = TS.Broadcast(a3);
            x3 = TS.MultiplyAdd(factor, b0, x3);
            y3 = TS.MultiplyAdd(factor, b1, y3);
            factor = TS.Broadcast(a3 + rowA);
            x4 = TS.MultiplyAdd(factor, b0, x4);
            y4 = TS.MultiplyAdd(factor, b1, y4);
            factor = TS.Broadcast(a3 + twoRows);
            x5 = TS.MultiplyAdd(factor, b0, x5);
            y5 = TS.MultiplyAdd(factor, b1, y5);
            factor = TS.Broadcast(a6);
            x6 = TS.MultiplyAdd(factor, b0, x6);
            y6 = TS.MultiplyAdd(factor, b1, y6);
            factor = TS.Broadcast(a6 + rowA);
            x7 = TS.MultiplyAdd(factor, b0, x7);
            y7 = TS.MultiplyAdd(factor, b1, y7);
            factor = TS.Broadcast(a6 + twoRows);
            x8 = TS.MultiplyAdd(factor, b0, x8);
            y8 = TS.MultiplyAdd(factor, b1, y8);
            factor = TS.Broadcast(a9);
            x9 = TS.MultiplyAdd(factor, b0, x9);
            y9 = TS.MultiplyAdd(factor, b1, y9);
            factor = TS.Broadcast(a9 + rowA);
            x10 = TS.MultiplyAdd(factor, b0, x10);
            y10 = TS.MultiplyAdd(factor, b1, y10);
            factor = TS.Broadcast(a9 + twoRows);
            x11 = TS.MultiplyAdd(factor, b0, x11);
            y11 = TS.MultiplyAdd(factor, b1, y11);
            b += rowB;
            a0 += columnA;
            a3 += columnA;
            a6 += columnA;
            a9 += columnA;
        }

        Store(x0, y0, target);
        Store(x1, y1, target + targetRow);
        Store(x2, y2, target + 2 * targetRow);
        Store(x3, y3, target + 3 * targetRow);
        Store(x4, y4, target + 4 * targetRow);
        Store(x5, y5, target + 5 * targetRow);
        Store(x6, y6, target + 6 * targetRow);
        Store(x7, y7, target + 7 * targetRow);
        Store(x8, y8, target + 8 * targetRow);
        Store(x9, y9, target + 9 * targetRow);
        Store(x10, y10, target + 10 * targetRow);
        Store(x11, y11, target + 11 * targetRow);
    }

    /// <summary>Six rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows6(T* target, nint targetRow, T* initial, nint initialRow, T* a, nint rowA, nint columnA, T* b, nint rowB, nint k)
    {
        TV x0, y0, x1, y1, x2, y2, x3, y3, x4, y4, x5, y5;
        if (initial == null)
        {
            x0 = x1 = x2 = x3 = x4 = x5 = TS.Zero;
            y0 = y1 = y2 = y3 = y4 = y5 = TS.Zero;
        }
        else
        {
            (x0, y0) = (TS.Load(initial), TS.Load(initial + TS.Lanes));
            (x1, y1) = (TS.Load(initial + initialRow), TS.Load(initial + initialRow + TS.Lanes));
            (x2, y2) = (TS.Load(initial + 2 * initialRow), TS.Load(initial + 2 * initialRow + TS.Lanes));
            (x3, y3) = (TS.Load(initial + 3 * initialRow), TS.Load(initial + 3 * initialRow + TS.Lanes));
            (x4, y4) = (TS.Load(initial + 4 * initialRow), TS.Load(initial + 4 * initialRow + TS.Lanes));
            (x5, y5) = (TS.Load(initial + 5 * initialRow), TS.Load(initial + 5 * initialRow + TS.Lanes));
        }

        nint twoRows = 2 * rowA;
        T* a0 = a, a3 = a + 3 * rowA;
        for (; k > 0; k--)
        {
            TV b0 = TS.Load(b), b1 = TS.Load(b + TS.Lanes), factor;
            factor = TS.Broadcast(a0);
            x0 = TS.MultiplyAdd(factor, b0, x0);
            y0 = TS.MultiplyAdd(factor, b1, y0);
            factor = TS.Broadcast(a0 + rowA);
            x1 = TS.MultiplyAdd(factor, b0, x1);
            y1 = TS.MultiplyAdd(factor, b1, y1);
            factor = TS.Broadcast(a0 + twoRows);
            x2 = TS.MultiplyAdd(factor, b0, x2);
            y2 = TS.MultiplyAdd(factor, b1, y2);
            factor = TS.Broadcast(a3);
            x3 = TS.MultiplyAdd(factor, b0, x3);
            y3 = TS.MultiplyAdd(factor, b1, y3);
            factor = TS.Broadcast(a3 + rowA);
            x4 = TS.MultiplyAdd(factor, b0, x4);
            y4 = TS.MultiplyAdd(factor, b1, y4);
            factor = TS.Broadcast(a3 + twoRows);
            x5 = TS.MultiplyAdd(factor, b0, x5);
            y5 = TS.MultiplyAdd(factor, b1, y5);
            b += rowB;
            a0 += columnA;
            a3 += columnA;
        }

        Store(x0, y0, target);
        Store(x1, y1, target + targetRow);
        Store(x2, y2, target + 2 * targetRow);
        Store(x3, y3, target + 3 * targetRow);
        Store(x4, y4, target + 4 * targetRow);
        Store(x5, y5, target + 5 * targetRow);
    }

    /// <summary>Up to four rows; those beyond <paramref name="rows"/> repeat the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4(T* target, nint targetRow, T* initial, nint initialRow, T* a, nint rowA, nint columnA, T* b, nint rowB, nint k, int rows)
    {
        nint row1 = Math.Min(1, rows - 1), row2 = Math.Min(2, rows - 1), row3 = Math.Min(3, rows - 1);
        TV x0, y0, x1, y1, x2, y2, x3, y3;
        if (initial == null)
        {
            x0 = x1 = x2 = x3 = TS.Zero;
            y0 = y1 = y2 = y3 = TS.Zero;
        }
        else
        {
            (x0, y0) = (TS.Load(initial), TS.Load(initial + TS.Lanes));
            (x1, y1) = (TS.Load(initial + row1 * initialRow), TS.Load(initial + row1 * initialRow + TS.Lanes));
            (x2, y2) = (TS.Load(initial + row2 * initialRow), TS.Load(initial + row2 * initialRow + TS.Lanes));
            (x3, y3) = (TS.Load(initial + row3 * initialRow), TS.Load(initial + row3 * initialRow + TS.Lanes));
        }

        T* a0 = a, a1 = a + row1 * rowA, a2 = a + row2 * rowA, a3 = a + row3 * rowA;
        for (; k > 0; k--)
        {
            TV b0 = TS.Load(b), b1 = TS.Load(b + TS.Lanes), factor;
            factor = TS.Broadcast(a0);
            x0 = TS.MultiplyAdd(factor, b0, x0);
            y0 = TS.MultiplyAdd(factor, b1, y0);
            factor = TS.Broadcast(a1);
            x1 = TS.MultiplyAdd(factor, b0, x1);
            y1 = TS.MultiplyAdd(factor, b1, y1);
            factor = TS.Broadcast(a2);
            x2 = TS.MultiplyAdd(factor, b0, x2);
            y2 = TS.MultiplyAdd(factor, b1, y2);
            factor = TS.Broadcast(a3);
            x3 = TS.MultiplyAdd(factor, b0, x3);
            y3 = TS.MultiplyAdd(factor, b1, y3);
            b += rowB;
            a0 += columnA;
            a1 += columnA;
            a2 += columnA;
            a3 += columnA;
        }

        Store(x0, y0, target);
        Store(x1, y1, target + row1 * targetRow);
        Store(x2, y2, target + row2 * targetRow);
        Store(x3, y3, target + row3 * targetRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TV x, TV y, T* target)
    {
        TS.Store(x, target);
        TS.Store(y, target + TS.Lanes);
    }
}
