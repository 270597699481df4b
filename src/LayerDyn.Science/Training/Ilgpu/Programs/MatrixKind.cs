namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>What a <see cref="MatrixOperation"/> does. Sums run over k, or over the rows and columns of A, in ascending order.</summary>
internal enum MatrixKind
{
    /// <summary><c>target = A B</c>, each term added by a fused multiply-add.</summary>
    Product,

    /// <summary><c>target = C + A B</c>, each term added by a fused multiply-add.</summary>
    ProductFrom,

    /// <summary><c>target = A B</c>, rounded after each product and each sum.</summary>
    PlainProduct,

    /// <summary><c>target = A B</c>, each element summed as <see cref="Numerics.LinearAlgebra.Dot"/> sums it.</summary>
    Dot,

    /// <summary><c>target = A - B</c>.</summary>
    Subtract,

    /// <summary><c>target_ij = A_ij B_ij</c>.</summary>
    Multiply,

    /// <summary><c>target = A number</c>.</summary>
    Scale,

    /// <summary><c>target = A + number</c>.</summary>
    AddNumber,

    /// <summary><c>target = sum_ij A_ij B_ij</c>, rounded after each product and each sum.</summary>
    Sum,

    /// <summary><c>target = sum_ij A_ij</c>.</summary>
    Total,

    /// <summary><c>target_ij = A_ij / B_ij</c>.</summary>
    Divide,

    /// <summary><c>target = A / number</c>.</summary>
    DivideByNumber,

    /// <summary><c>target_ij = sqrt A_ij</c>.</summary>
    SquareRoot,

    /// <summary>The largest element of A, none of which is negative; not a number where one is none.</summary>
    Largest,

    /// <summary><c>target_1j = A_1j A_2j ...</c>.</summary>
    ProductOfRows,

    /// <summary><c>target_1k = sum_oi A_ok B_oi C_ki</c>, rounded after each product and each sum: the strength of each mode.</summary>
    Projection,

    /// <summary><c>target = (A + B / 2) C</c>.</summary>
    Loss,

    /// <summary>The inner product of two tangent kernels as <see cref="Observables.DenseLinearKernel.Inner"/> adds it up.</summary>
    KernelInner,

    /// <summary><c>target_ij = sum_k A_ik B_1k C_jk</c>, rounded after each product and each sum.</summary>
    Compose,

    /// <summary>Element n, counted row by row, is standard normal number n of the stream whose key A has, high word last.</summary>
    Normals,

    /// <summary>Element n is <c>2 u - 1</c> of uniform number n of the stream whose key A has.</summary>
    Symmetric,

    /// <summary>Makes the rows of the target orthonormal in place: <see cref="Numerics.LinearAlgebra.OrthonormaliseRows"/>.</summary>
    Orthonormalise,

    /// <summary>Of an inner product A and squared norms B and C of tangent kernels <c>max(0, 1 - A / sqrt(B C))</c>; 0 at the start.</summary>
    KernelDistance,

    /// <summary>For each sample, a row of A, 1 where the map B gives the class in C the largest output, the first of equal ones, else 0.</summary>
    RightClass,

    /// <summary>For each sample, a row of A, 1 where the map B gives an output of the sign of C, else 0.</summary>
    RightSign,

    /// <summary>For each sample, a row of A, 1 where all outputs of the map B are within the number of C, else 0.</summary>
    Within,

    /// <summary>The first that is more than the arithmetic of matrices.</summary>
    FirstOther = Sum,
}
