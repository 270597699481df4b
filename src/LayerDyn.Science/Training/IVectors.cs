namespace LayerDyn.Science.Training;

/// <summary>
/// The vector operations of matrix products. All are elementwise and IEEE exact (fused multiply-add is fused on every machine), so a
/// result's bits do not depend on the width.
/// </summary>
/// <typeparam name="TV">The vector type.</typeparam>
/// <typeparam name="T">Its elements.</typeparam>
internal unsafe interface IVectors<TV, T>
    where TV : unmanaged
    where T : unmanaged
{
    /// <summary>Elements a vector.</summary>
    static abstract int Lanes { get; }

    static abstract TV Zero { get; }

    static abstract TV Load(T* source);

    static abstract TV Broadcast(T* source);

    static abstract void Store(TV value, T* target);

    /// <summary>a b + c with one rounding.</summary>
    static abstract TV MultiplyAdd(TV a, TV b, TV c);
}
