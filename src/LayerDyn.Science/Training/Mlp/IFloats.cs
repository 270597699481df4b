namespace LayerDyn.Science.Training.Mlp;

/// <summary>
/// The vector operations of the kernels on single-precision numbers. All are elementwise and IEEE exact, so a result's bits do not
/// depend on the width.
/// </summary>
/// <typeparam name="TV">The vector type.</typeparam>
internal unsafe interface IFloats<TV>
    where TV : unmanaged
{
    /// <summary>Numbers a vector.</summary>
    static abstract int Lanes { get; }

    static abstract TV Zero { get; }

    static abstract TV Load(float* source);

    static abstract TV Broadcast(float* source);

    static abstract TV Create(float value);

    static abstract void Store(TV value, float* target);

    static abstract TV Add(TV a, TV b);

    static abstract TV Subtract(TV a, TV b);

    static abstract TV Multiply(TV a, TV b);

    static abstract TV Divide(TV a, TV b);

    /// <summary>a b + c with one rounding.</summary>
    static abstract TV MultiplyAdd(TV a, TV b, TV c);

    static abstract TV Sqrt(TV a);

    /// <summary>a where it lies between the bounds, else the nearer bound; not a number stays so.</summary>
    static abstract TV Clamp(TV a, TV low, TV high);

    /// <summary>a where x is positive, else zero.</summary>
    static abstract TV WherePositive(TV x, TV a);
}
