namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>What an <see cref="Operation"/> does.</summary>
internal enum OperationKind
{
    /// <summary><c>target = A B</c>.</summary>
    Product,

    /// <summary><c>target = initial + A B</c>.</summary>
    ProductFrom,

    /// <summary><c>target = (initial + A B) scale</c>.</summary>
    ScaledProductFrom,

    /// <summary><c>target = target momentum</c>.</summary>
    Brake,

    /// <summary><c>target = target momentum + A decay</c>, rounded after the product and after the sum.</summary>
    BrakeAndDecay,

    /// <summary><c>target = target + A</c>.</summary>
    Add,

    /// <summary><c>target = target + A rate</c>.</summary>
    AddScaled,
}
