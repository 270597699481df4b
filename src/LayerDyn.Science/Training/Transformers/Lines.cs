using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LayerDyn.Science.Training.Transformers;

/// <summary>Sums over short vectors of any length, in eight partial sums on every machine.</summary>
internal static unsafe class Lines
{
    private const int Lanes = 8;

    /// <summary>The inner product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* a, float* b, int count)
    {
        var sums = Vector256<float>.Zero;
        int i = 0;
        for (; i + Lanes <= count; i += Lanes) sums = Vector256.FusedMultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), sums);
        var half = sums.GetLower() + sums.GetUpper();
        float sum = half[0] + half[2] + (half[1] + half[3]);
        for (; i < count; i++) sum = MathF.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    /// <summary><c>target += factor source</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMultiple(float factor, float* source, float* target, int count)
    {
        var factors = Vector256.Create(factor);
        int i = 0;
        for (; i + Lanes <= count; i += Lanes) Vector256.FusedMultiplyAdd(factors, Vector256.Load(source + i), Vector256.Load(target + i)).Store(target + i);
        for (; i < count; i++) target[i] = MathF.FusedMultiplyAdd(factor, source[i], target[i]);
    }
}
