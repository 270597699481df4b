namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>One operation of a step on matrices: the target is Rows x Columns, A is Rows x Inner, B is Inner x Columns.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Rows">Rows of the target.</param>
/// <param name="Inner">Terms of each sum of a product, added in ascending order.</param>
/// <param name="Columns">Columns of the target.</param>
/// <param name="Target">What is written.</param>
/// <param name="Initial">Where the sums of a product start.</param>
/// <param name="A">The first factor, or what is added.</param>
/// <param name="B">The second factor.</param>
internal readonly record struct Operation(
    OperationKind Kind, int Rows, int Inner, int Columns, Operand Target, Operand Initial, Operand A, Operand B);
