namespace LayerDyn.Science.Training.Linear;

/// <summary>The vector operations of the kernels in double precision, where a vector holds one point a lane, or elements of one point.</summary>
/// <typeparam name="TV">The vector type.</typeparam>
internal interface ISimd<TV> : IVectors<TV, double>
    where TV : unmanaged
{
    static abstract TV Add(TV a, TV b);

    static abstract TV Multiply(TV a, TV b);
}
