using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>Transposes pieces of matrices, by registers where the processor can.</summary>
internal static unsafe class Transpose
{
    /// <summary><c>target[j, i] = source[i, j]</c>; columns are a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Block(float* source, nint sourceRow, float* target, nint targetRow, int rows, int columns)
    {
        int i = 0;
        if (Avx.IsSupported)
            for (; i + 8 <= rows; i += 8)
                for (int j = 0; j < columns; j += 8) Eight(source + i * sourceRow + j, sourceRow, target + j * targetRow + i, targetRow);
        for (; i < rows; i++)
            for (int j = 0; j < columns; j++) target[j * targetRow + i] = source[i * sourceRow + j];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* source, nint row, float* target, nint targetRow)
    {
        // Rows i and i + 4 share a register, half each; then two rounds of interleaving within the halves.
        var a0 = Halves(source, row, 0);
        var a1 = Halves(source, row, 1);
        var a2 = Halves(source, row, 2);
        var a3 = Halves(source, row, 3);
        Quarter(a0, a1, a2, a3, target, targetRow);
        a0 = Halves(source + 4, row, 0);
        a1 = Halves(source + 4, row, 1);
        a2 = Halves(source + 4, row, 2);
        a3 = Halves(source + 4, row, 3);
        Quarter(a0, a1, a2, a3, target + 4 * targetRow, targetRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* source, nint row, int i) =>
        Vector256.Create(Vector128.Load(source + i * row), Vector128.Load(source + (i + 4) * row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(Vector256<float> a0, Vector256<float> a1, Vector256<float> a2, Vector256<float> a3, float* target, nint row)
    {
        Vector256<float> low01 = Avx.UnpackLow(a0, a1), high01 = Avx.UnpackHigh(a0, a1), low23 = Avx.UnpackLow(a2, a3), high23 = Avx.UnpackHigh(a2, a3);
        Avx.Shuffle(low01, low23, 0x44).Store(target);
        Avx.Shuffle(low01, low23, 0xEE).Store(target + row);
        Avx.Shuffle(high01, high23, 0x44).Store(target + 2 * row);
        Avx.Shuffle(high01, high23, 0xEE).Store(target + 3 * row);
    }
}
