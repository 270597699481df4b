using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>Any operation.</summary>
internal readonly struct AnyElement : IElement
{
    public bool MakesOrthonormal => true;

    public double Of(MatrixOperation operation, ArrayView<double> values, int net, int data, int i, int j, int isStart)
    {
        var (kind, a, b, c) = (operation.Kind, operation.A, operation.B, operation.C);
        if (kind < MatrixKind.FirstOther) return Arithmetic.Of(operation, values, net, data, i, j);
        long left = a.Of(net, data), right = b.Of(net, data), third = c.Of(net, data);
        if (kind is MatrixKind.Normals or MatrixKind.Symmetric)
        {
            uint low = (uint)values[left], high = (uint)values[left + a.PerColumn];
            double uniform = ExactRandom.Uniform(low, high, (long)i * operation.Columns + j);
            return kind == MatrixKind.Normals ? ExactRandom.Normal(uniform) : Exact.Add(Exact.Multiply(uniform, 2), -1);
        }

        if (kind == MatrixKind.Compose) return Compose(operation, values, left + i * a.PerRow, right, third + j * c.PerRow);
        if (kind is MatrixKind.Sum or MatrixKind.Total) return Sum(operation, values, left, right);
        if (kind == MatrixKind.Largest) return Largest(operation, values, left);
        if (kind == MatrixKind.ProductOfRows)
        {
            double product = values[left + j * a.PerColumn];
            for (int row = 1; row < operation.InnerRows; row++) product = Exact.Multiply(product, values[left + row * a.PerRow + j * a.PerColumn]);
            return product;
        }

        if (kind == MatrixKind.Projection) return Projection(operation, values, left, right, third, j);
        if (kind is MatrixKind.RightClass or MatrixKind.RightSign or MatrixKind.Within) return IsRight(operation, values, left + j * a.PerRow, right, third, j) ? 1 : 0;
        if (kind == MatrixKind.KernelInner) return KernelInner(operation, values, left, right, third);

        double x = values[left + i * a.PerRow + j * a.PerColumn];
        if (kind == MatrixKind.DivideByNumber) return x / operation.Number;
        if (kind == MatrixKind.SquareRoot) return Math.Sqrt(x);
        double y = values[right + i * b.PerRow + j * b.PerColumn];
        if (kind == MatrixKind.Divide) return x / y;
        double z = values[third + i * c.PerRow + j * c.PerColumn];
        if (kind == MatrixKind.Loss) return Exact.Multiply(Exact.Add(Exact.Multiply(y, 0.5), x), z);
        if (isStart != 0) return 0;
        double distance = Exact.Subtract(1, x / Math.Sqrt(Exact.Multiply(y, z)));
        return distance < 0 ? 0 : distance;
    }

    private static double Compose(MatrixOperation operation, ArrayView<double> values, long left, long singular, long right)
    {
        var (a, b, c) = (operation.A, operation.B, operation.C);
        double sum = 0;
        for (int k = 0; k < operation.InnerColumns; k++, left += a.PerColumn, singular += b.PerColumn, right += c.PerColumn)
            sum = Exact.Add(sum, Exact.Multiply(Exact.Multiply(values[left], values[singular]), values[right]));
        return sum;
    }

    private static double Sum(MatrixOperation operation, ArrayView<double> values, long left, long right)
    {
        var (a, b) = (operation.A, operation.B);
        double sum = 0;
        for (int row = 0; row < operation.InnerRows; row++)
            for (int column = 0; column < operation.InnerColumns; column++)
            {
                double x = values[left + row * a.PerRow + column * a.PerColumn];
                if (operation.Kind == MatrixKind.Sum) x = Exact.Multiply(x, values[right + row * b.PerRow + column * b.PerColumn]);
                sum = Exact.Add(sum, x);
            }

        return sum;
    }

    private static double Largest(MatrixOperation operation, ArrayView<double> values, long from)
    {
        double largest = 0;
        for (int k = 0; k < operation.InnerColumns; k++, from += operation.A.PerColumn)
            if (values[from] > largest || double.IsNaN(values[from])) largest = values[from];
        return largest;
    }

    private static double Projection(MatrixOperation operation, ArrayView<double> values, long left, long map, long right, int mode)
    {
        var (u, b, vt) = (operation.A, operation.B, operation.C);
        double strength = 0;
        for (int o = 0; o < operation.InnerRows; o++)
            for (int i = 0; i < operation.InnerColumns; i++)
            {
                double share = Exact.Multiply(values[left + o * u.PerRow + mode * u.PerColumn], values[map + o * b.PerRow + i * b.PerColumn]);
                strength = Exact.Add(strength, Exact.Multiply(share, values[right + mode * vt.PerRow + i * vt.PerColumn]));
            }

        return strength;
    }

    // A and B: the traces of the kernels' inputs and outputs, then of A the squared moment; C: the trace of the product and the outputs' inner product.
    private static double KernelInner(MatrixOperation operation, ArrayView<double> values, long left, long right, long products)
    {
        long a = operation.A.PerColumn, b = operation.B.PerColumn, c = operation.C.PerColumn;
        double sum = Exact.Multiply(values[products], operation.Number);
        sum = Exact.Add(sum, Exact.Multiply(values[right + b], values[left]));
        sum = Exact.Add(sum, Exact.Multiply(values[left + a], values[right]));
        return Exact.Add(sum, Exact.Multiply(values[products + c], values[left + 2 * a]));
    }

    private static bool IsRight(MatrixOperation operation, ArrayView<double> values, long sample, long map, long targets, int n)
    {
        var (a, b, c) = (operation.A, operation.B, operation.C);
        long target = targets + n * c.PerRow;
        double largest = double.NegativeInfinity;
        int best = 0;
        for (int o = 0; o < operation.InnerRows; o++)
        {
            double output = Arithmetic.Dot(values, sample, a.PerColumn, map + o * b.PerRow, b.PerColumn, operation.InnerColumns);
            if (operation.Kind == MatrixKind.RightSign) return Exact.Multiply(output, values[target]) > 0;
            if (operation.Kind == MatrixKind.Within)
            {
                double error = Exact.Subtract(output, values[target + o * c.PerColumn]);
                if (!(error < operation.Number && -error < operation.Number)) return false;
            }
            else if (o == 0 || output > largest)
            {
                (largest, best) = (output, o);
            }
        }

        return operation.Kind == MatrixKind.Within || best == (int)values[target];
    }
}
