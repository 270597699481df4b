namespace LayerDyn.Science.Training.Linear;

/// <summary>How an element of a product's second factor is read.</summary>
/// <typeparam name="TV">The vector type.</typeparam>
internal unsafe interface IFactor<TV>
    where TV : unmanaged
{
    static abstract TV Load(double* source);
}
