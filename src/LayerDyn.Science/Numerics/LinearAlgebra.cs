namespace LayerDyn.Science.Numerics;

/// <summary>Small dense linear algebra in a fixed summation order.</summary>
public static partial class LinearAlgebra
{
    /// <summary>The product A B.</summary>
    public static Matrix Multiply(Matrix a, Matrix b)
    {
        if (a.Columns != b.Rows) throw new ArgumentException($"{a.Rows}x{a.Columns} times {b.Rows}x{b.Columns}");
        var product = new Matrix(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
            for (int k = 0; k < a.Columns; k++) AddMultiple(a[i, k], b.Row(k), product.Row(i));

        return product;
    }

    /// <summary>The transpose.</summary>
    public static Matrix Transpose(Matrix a)
    {
        var transpose = new Matrix(a.Columns, a.Rows);
        for (int i = 0; i < a.Rows; i++)
            for (int j = 0; j < a.Columns; j++) transpose[j, i] = a[i, j];
        return transpose;
    }
}
