using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>Matrix products over panels: pieces of 32 (the last one perhaps 16) columns, which the tiles go through row block by row block.</summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
internal static unsafe class Products<TS, TV>
    where TS : struct, IFloats<TV>
    where TV : unmanaged
{
    /// <summary>
    /// <c>target = initial + A B</c> on one panel of <paramref name="width"/> columns, A m x k at strides, B k x width. An initial of null is
    /// zero; an initial row of 0 repeats one row.
    /// </summary>
    public static void Panel(float* target, nint targetRow, float* initial, nint initialRow, float* a, nint rowA, nint columnA, float* b, nint rowB, int m, int k, int width)
    {
        if (width == 2 * TS.Lanes)
        {
            int i = 0;
            if (TS.Lanes == Floats512.Lanes)
                for (; i + 12 <= m; i += 12)
                    PanelTiles<TS, TV, float>.Rows12(target + i * targetRow, targetRow, Row(initial, i * initialRow), initialRow, a + i * rowA, rowA, columnA, b, rowB, k);
            else
                for (; i + 6 <= m; i += 6)
                    PanelTiles<TS, TV, float>.Rows6(target + i * targetRow, targetRow, Row(initial, i * initialRow), initialRow, a + i * rowA, rowA, columnA, b, rowB, k);
            for (; i < m; i += 4)
                PanelTiles<TS, TV, float>.Rows4(target + i * targetRow, targetRow, Row(initial, i * initialRow), initialRow, a + i * rowA, rowA, columnA, b, rowB, k, m - i);
            return;
        }

        for (int j = 0; j < width; j += 2 * Floats256.Lanes)
            Products<Floats256, Vector256<float>>.Panel(target + j, targetRow, Row(initial, j), initialRow, a, rowA, columnA, b + j, rowB, m, k, 2 * Floats256.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Row(float* initial, nint offset) => initial == null ? null : initial + offset;
}
