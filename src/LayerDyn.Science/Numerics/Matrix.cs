namespace LayerDyn.Science.Numerics;

/// <summary>A dense row-major matrix of doubles. A thin owner of its data; algebra lives in <see cref="LinearAlgebra"/>.</summary>
public sealed class Matrix
{
    /// <summary>A matrix over existing row-major data.</summary>
    /// <exception cref="ArgumentException">The data's length is not rows x columns.</exception>
    public Matrix(int rows, int columns, double[] data)
    {
        if (data.Length != (long)rows * columns)
            throw new ArgumentException($"{data.Length} values do not fill {rows} x {columns}", nameof(data));
        (Rows, Columns, Data) = (rows, columns, data);
    }

    /// <summary>A matrix of zeros.</summary>
    public Matrix(int rows, int columns)
        : this(rows, columns, new double[(long)rows * columns])
    {
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The values, row-major.</summary>
    public double[] Data { get; }

    /// <summary>The value at a row and a column.</summary>
    public ref double this[int row, int column] => ref Data[row * Columns + column];

    /// <summary>One row.</summary>
    public Span<double> Row(int row) => Data.AsSpan(row * Columns, Columns);
}
