using System.Runtime.Intrinsics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>The vector operations of the kernels in single precision.</summary>
/// <typeparam name="TV">The vector type.</typeparam>
internal interface IFloats<TV> : IVectors<TV, float>
    where TV : unmanaged
{
    static abstract TV Create(float value);

    static abstract TV Add(TV a, TV b);

    static abstract TV Subtract(TV a, TV b);

    static abstract TV Multiply(TV a, TV b);

    static abstract TV Divide(TV a, TV b);

    static abstract TV Sqrt(TV a);

    /// <summary>a where it lies between the bounds, else the nearer bound; not a number stays so.</summary>
    static abstract TV Clamp(TV a, TV low, TV high);

    /// <summary>a where x is positive, else zero.</summary>
    static abstract TV WherePositive(TV x, TV a);

    /// <summary>The first eight of sixteen numbers plus the last eight: those of <paramref name="low"/>, or of both where a vector holds eight.</summary>
    static abstract Vector256<float> Fold(TV low, TV high);
}
