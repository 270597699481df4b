namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>Writes down operations on matrices of a batch's networks, and takes the memory of their results.</summary>
/// <param name="layout">Where the memory is.</param>
internal sealed class MatrixRecorder(NetLayout layout)
{
    private readonly List<MatrixOperation> _operations = [];

    /// <summary>What was written down.</summary>
    public MatrixOperation[] Operations => [.. _operations];

    /// <summary>A matrix for a result.</summary>
    public DeviceMatrix New(int rows, int columns) => new(layout.OfNets(rows, columns), rows, columns);

    /// <summary>A B.</summary>
    public DeviceMatrix Product(DeviceMatrix a, DeviceMatrix b) => Write(MatrixKind.Product, New(a.Rows, b.Columns), 1, a.Columns, a, b);

    /// <summary>A B, as inner products.</summary>
    public DeviceMatrix Dot(DeviceMatrix a, DeviceMatrix b) => Dot(a, b, New(a.Rows, b.Columns));

    /// <summary>A B, as inner products.</summary>
    public DeviceMatrix Dot(DeviceMatrix a, DeviceMatrix b, DeviceMatrix target) => Write(MatrixKind.Dot, target, 1, a.Columns, a, b);

    /// <summary>The inner product of all elements of whole matrices: <see cref="Numerics.LinearAlgebra.Inner"/>.</summary>
    public DeviceMatrix Inner(DeviceMatrix a, DeviceMatrix b, DeviceMatrix target) => Dot(a.Flat, b.Flat.Transposed, target);

    /// <summary>The sum of the products of all elements.</summary>
    public DeviceMatrix Sum(DeviceMatrix a, DeviceMatrix b, DeviceMatrix target) => Write(MatrixKind.Sum, target, a.Rows, a.Columns, a, b);

    /// <summary>The sum of all elements.</summary>
    public DeviceMatrix Total(DeviceMatrix a, DeviceMatrix target) => Write(MatrixKind.Total, target, a.Rows, a.Columns, a);

    /// <summary>An operation on each element of two matrices.</summary>
    public DeviceMatrix Each(MatrixKind kind, DeviceMatrix a, DeviceMatrix b) => EachInto(New(a.Rows, a.Columns), kind, a, b);

    /// <summary>An operation on each element of a matrix, or of two.</summary>
    public DeviceMatrix EachInto(DeviceMatrix target, MatrixKind kind, DeviceMatrix a, DeviceMatrix b = default, double number = 0) =>
        Write(kind, target, 1, 1, a, b, number: number);

    /// <summary>Any operation.</summary>
    public DeviceMatrix Write(
        MatrixKind kind, DeviceMatrix target, int innerRows, int innerColumns, DeviceMatrix a, DeviceMatrix b = default, DeviceMatrix c = default, double number = 0)
    {
        _operations.Add(new(kind, target.Rows, target.Columns, innerRows, innerColumns, target.Operand, a.Operand, b.Operand, c.Operand, number));
        return target;
    }
}
