namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>A matrix of every network with its size.</summary>
/// <param name="Operand">Where it lies.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
internal readonly record struct DeviceMatrix(Operand Operand, int Rows, int Columns)
{
    /// <summary>The same matrix transposed.</summary>
    public DeviceMatrix Transposed => new(Operand.Transposed, Columns, Rows);

    /// <summary>The elements of a whole matrix as one row.</summary>
    public DeviceMatrix Flat => new(Operand, 1, Rows * Columns);

    /// <summary>The diagonal as a row.</summary>
    public DeviceMatrix Diagonal => new(Operand with { PerColumn = Operand.PerRow + Operand.PerColumn }, 1, Math.Min(Rows, Columns));

    /// <summary>One row.</summary>
    public DeviceMatrix Row(int row) => new(Operand with { Start = Operand.Start + row * Operand.PerRow }, 1, Columns);

    /// <summary>Some columns.</summary>
    public DeviceMatrix Slice(int start, int columns) => new(Operand with { Start = Operand.Start + start * Operand.PerColumn }, Rows, columns);

    /// <summary>A row, or a single element, as each element of that row of a matrix of so many rows, or of all.</summary>
    public DeviceMatrix Spread(int rows, int columns) =>
        new(Operand with { PerRow = Rows == 1 ? 0 : Operand.PerRow, PerColumn = Columns == 1 ? 0 : Operand.PerColumn }, rows, columns);
}
