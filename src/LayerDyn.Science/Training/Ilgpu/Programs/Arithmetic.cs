using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>Products, sums and differences of matrices.</summary>
internal readonly struct Arithmetic : IElement
{
    public bool MakesOrthonormal => false;

    public double Of(MatrixOperation operation, ArrayView<double> values, int net, int data, int i, int j, int isStart) => Of(operation, values, net, data, i, j);

    /// <summary>Element (i, j) of the target of an operation.</summary>
    public static double Of(MatrixOperation operation, ArrayView<double> values, int net, int data, int i, int j)
    {
        var (kind, a, b) = (operation.Kind, operation.A, operation.B);
        long left = a.Of(net, data) + i * a.PerRow, right = b.Of(net, data);
        if (kind == MatrixKind.Dot) return Dot(values, left, a.PerColumn, right + j * b.PerColumn, b.PerRow, operation.InnerColumns);
        if (kind is MatrixKind.Product or MatrixKind.ProductFrom or MatrixKind.PlainProduct)
        {
            var c = operation.C;
            double sum = kind == MatrixKind.ProductFrom ? values[c.Of(net, data) + i * c.PerRow + j * c.PerColumn] : 0;
            right += j * b.PerColumn;
            for (int k = 0; k < operation.InnerColumns; k++, left += a.PerColumn, right += b.PerRow)
                sum = kind == MatrixKind.PlainProduct
                    ? Exact.Add(sum, Exact.Multiply(values[left], values[right]))
                    : Exact.MultiplyAdd(values[left], values[right], sum);
            return sum;
        }

        double x = values[left + j * a.PerColumn];
        if (kind == MatrixKind.Scale) return Exact.Multiply(x, operation.Number);
        if (kind == MatrixKind.AddNumber) return Exact.Add(x, operation.Number);
        double y = values[right + i * b.PerRow + j * b.PerColumn];
        return kind == MatrixKind.Subtract ? Exact.Subtract(x, y) : Exact.Multiply(x, y);
    }

    /// <summary>An inner product: four interleaved sums, then their sum, then the rest.</summary>
    public static double Dot(ArrayView<double> values, long a, long stepA, long b, long stepB, int count)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int k = 0;
        for (; k <= count - 4; k += 4, a += 4 * stepA, b += 4 * stepB)
        {
            s0 = Exact.MultiplyAdd(values[a], values[b], s0);
            s1 = Exact.MultiplyAdd(values[a + stepA], values[b + stepB], s1);
            s2 = Exact.MultiplyAdd(values[a + 2 * stepA], values[b + 2 * stepB], s2);
            s3 = Exact.MultiplyAdd(values[a + 3 * stepA], values[b + 3 * stepB], s3);
        }

        double sum = Exact.Add(Exact.Add(Exact.Add(s0, s1), s2), s3);
        for (; k < count; k++, a += stepA, b += stepB) sum = Exact.MultiplyAdd(values[a], values[b], sum);
        return sum;
    }
}
