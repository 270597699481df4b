namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>One operation on matrices of every network, an element of the target a thread.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Rows">Rows of the target.</param>
/// <param name="Columns">Columns of the target.</param>
/// <param name="InnerRows">Rows of what each element is a sum over; 1 where that has none.</param>
/// <param name="InnerColumns">Columns of what each element is a sum over: the k of a product.</param>
/// <param name="Target">What is written.</param>
/// <param name="A">The first matrix.</param>
/// <param name="B">The second matrix.</param>
/// <param name="C">The third matrix.</param>
/// <param name="Number">A number that all networks share.</param>
internal readonly record struct MatrixOperation(
    MatrixKind Kind, int Rows, int Columns, int InnerRows, int InnerColumns, Operand Target, Operand A, Operand B, Operand C, double Number);
