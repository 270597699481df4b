using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>Products of a layer with few outputs, whose weights are rows of inputs.</summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
internal static unsafe class NarrowKernels<TS, TV>
    where TS : struct, IFloats<TV>
    where TV : unmanaged
{
    private const int PartialSums = 16;

    /// <summary>
    /// The inner product of two vectors of <paramref name="count"/> numbers, a multiple of 16: number i goes to partial sum i mod 16, and these are
    /// added pairwise.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* a, float* b, nint count)
    {
        TV low = TS.Zero, high = TS.Zero;
        for (nint i = 0; i < count; i += PartialSums)
        {
            low = TS.MultiplyAdd(TS.Load(a + i), TS.Load(b + i), low);
            if (TS.Lanes < PartialSums) high = TS.MultiplyAdd(TS.Load(a + i + TS.Lanes), TS.Load(b + i + TS.Lanes), high);
        }

        var eight = TS.Fold(low, high);
        var four = eight.GetLower() + eight.GetUpper();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 2, 3));
        return two[0] + two[1];
    }

    /// <summary>
    /// <c>target[i] = initial[i] + sum_s factors[s] rows[s][i]</c> for <paramref name="count"/> columns i, a multiple of 16, in ascending order of
    /// the samples s; an initial of null is zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(float* target, float* initial, float* factors, nint factorRow, float* rows, nint row, nint count, int samples)
    {
        nint i = 0;
        for (; i + 4 * TS.Lanes <= count; i += 4 * TS.Lanes)
        {
            TV x0 = TS.Zero, x1 = TS.Zero, x2 = TS.Zero, x3 = TS.Zero;
            if (initial != null)
            {
                (x0, x1) = (TS.Load(initial + i), TS.Load(initial + i + TS.Lanes));
                (x2, x3) = (TS.Load(initial + i + 2 * TS.Lanes), TS.Load(initial + i + 3 * TS.Lanes));
            }

            float* source = rows + i, factor = factors;
            for (int s = 0; s < samples; s++, source += row, factor += factorRow)
            {
                TV f = TS.Broadcast(factor);
                x0 = TS.MultiplyAdd(f, TS.Load(source), x0);
                x1 = TS.MultiplyAdd(f, TS.Load(source + TS.Lanes), x1);
                x2 = TS.MultiplyAdd(f, TS.Load(source + 2 * TS.Lanes), x2);
                x3 = TS.MultiplyAdd(f, TS.Load(source + 3 * TS.Lanes), x3);
            }

            TS.Store(x0, target + i);
            TS.Store(x1, target + i + TS.Lanes);
            TS.Store(x2, target + i + 2 * TS.Lanes);
            TS.Store(x3, target + i + 3 * TS.Lanes);
        }

        for (; i < count; i += TS.Lanes)
        {
            TV x = initial == null ? TS.Zero : TS.Load(initial + i);
            float* source = rows + i, factor = factors;
            for (int s = 0; s < samples; s++, source += row, factor += factorRow) x = TS.MultiplyAdd(TS.Broadcast(factor), TS.Load(source), x);
            TS.Store(x, target + i);
        }
    }
}
