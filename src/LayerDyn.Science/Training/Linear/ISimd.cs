namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// The vector operations of the kernels, one point a lane. All are elementwise and IEEE exact (fused multiply-add is fused on
/// every machine), so a point's bits depend neither on the width nor on its lane.
/// </summary>
/// <typeparam name="TV">The vector type.</typeparam>
internal unsafe interface ISimd<TV>
    where TV : unmanaged
{
    /// <summary>Points a vector.</summary>
    static abstract int Lanes { get; }

    static abstract TV Zero { get; }

    static abstract TV Load(double* source);

    static abstract TV Broadcast(double* source);

    static abstract void Store(TV value, double* target);

    static abstract TV Add(TV a, TV b);

    static abstract TV Multiply(TV a, TV b);

    /// <summary>a b + c with one rounding.</summary>
    static abstract TV MultiplyAdd(TV a, TV b, TV c);
}
