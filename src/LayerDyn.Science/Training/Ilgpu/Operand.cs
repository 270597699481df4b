namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>A matrix of every network in a batch's memory: where element (i, j) of a network lies, in doubles.</summary>
/// <param name="Start">Element (0, 0) of the first network, or of the first row of data.</param>
/// <param name="PerNet">From one network, or row of data, to the next.</param>
/// <param name="PerRow">From one row of the matrix to the next.</param>
/// <param name="PerColumn">From one column to the next.</param>
/// <param name="IsData">1 where networks that learn from the same data share the matrix, else 0.</param>
internal readonly record struct Operand(long Start, long PerNet, long PerRow, long PerColumn, int IsData)
{
    /// <summary>The same matrix transposed.</summary>
    public Operand Transposed => new(Start, PerNet, PerColumn, PerRow, IsData);

    /// <summary>Element (0, 0) of a network.</summary>
    /// <param name="net">The network.</param>
    /// <param name="data">The row of data that it learns from.</param>
    public long Of(int net, int data) => Start + PerNet * (IsData == 0 ? net : data);
}
