using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>
/// Kernels that start and measure linear networks: the operations that initialisations and observables take on the processor, each element by one
/// thread in the order that it is summed in there.
/// </summary>
internal static class MatrixKernels
{
    /// <summary>A program, a network a thread.</summary>
    public static void Thread(Index1D net, BatchMemory memory, ArrayView<MatrixOperation> program, int isStart) =>
        Run<SingleThread>(net, memory, program, isStart);

    /// <summary>A program, a network a group of threads.</summary>
    public static void Group(BatchMemory memory, ArrayView<MatrixOperation> program, int isStart) =>
        Run<ThreadGroup>(Grid.IdxX, memory, program, isStart);

    private static void Run<TTeam>(int net, BatchMemory memory, ArrayView<MatrixOperation> program, int isStart)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        int data = memory.DataRows[net];
        for (long i = 0; i < program.Length; i++)
        {
            Apply<TTeam>(program[i], memory.Values, net, data, isStart);
            team.Barrier();
        }
    }

    private static void Apply<TTeam>(MatrixOperation operation, ArrayView<double> values, int net, int data, int isStart)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        long target = operation.Target.Of(net, data);
        if (operation.Kind == MatrixKind.Orthonormalise)
        {
            Orthonormalise<TTeam>(operation, values, target);
            return;
        }

        int elements = operation.Rows * operation.Columns;
        for (int element = team.Lane; element < elements; element += team.Lanes)
        {
            int i = element / operation.Columns, j = element - i * operation.Columns;
            values[target + i * operation.Target.PerRow + j * operation.Target.PerColumn] = isStart != 0 && operation.Kind == MatrixKind.KernelDistance
                ? 0
                : Element(operation, values, net, data, i, j);
        }
    }

    private static double Element(MatrixOperation operation, ArrayView<double> values, int net, int data, int i, int j)
    {
        var (kind, a, b, c) = (operation.Kind, operation.A, operation.B, operation.C);
        long left = a.Of(net, data), right = b.Of(net, data), third = c.Of(net, data);
        if (kind == MatrixKind.Product)
        {
            double sum = 0;
            long from = left + i * a.PerRow, to = right + j * b.PerColumn;
            for (int k = 0; k < operation.InnerColumns; k++, from += a.PerColumn, to += b.PerRow) sum = Exact.MultiplyAdd(values[from], values[to], sum);
            return sum;
        }

        if (kind == MatrixKind.Dot)
            return Dot(values, left + i * a.PerRow, a.PerColumn, right + j * b.PerColumn, b.PerRow, operation.InnerColumns);
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
        if (kind == MatrixKind.Scale) return Exact.Multiply(x, operation.Number);
        if (kind == MatrixKind.DivideByNumber) return x / operation.Number;
        if (kind == MatrixKind.SquareRoot) return Math.Sqrt(x);
        double y = values[right + i * b.PerRow + j * b.PerColumn];
        if (kind == MatrixKind.Add) return Exact.Add(x, y);
        if (kind == MatrixKind.Subtract) return Exact.Subtract(x, y);
        if (kind == MatrixKind.Multiply) return Exact.Multiply(x, y);
        if (kind == MatrixKind.Divide) return x / y;
        double z = values[third + i * c.PerRow + j * c.PerColumn];
        if (kind == MatrixKind.Loss) return Exact.Multiply(Exact.Add(Exact.Multiply(y, 0.5), x), z);
        double distance = Exact.Subtract(1, x / Math.Sqrt(Exact.Multiply(y, z)));
        return distance < 0 ? 0 : distance;
    }

    // Gram-Schmidt, each row twice. All threads work out the same inner products.
    private static void Orthonormalise<TTeam>(MatrixOperation operation, ArrayView<double> values, long matrix)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        int columns = operation.Columns;
        long step = operation.Target.PerColumn;
        for (int i = 0; i < operation.Rows; i++)
        {
            long row = matrix + i * operation.Target.PerRow;
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    long other = matrix + j * operation.Target.PerRow;
                    double overlap = Dot(values, row, step, other, step, columns);
                    team.Barrier();
                    for (int k = team.Lane; k < columns; k += team.Lanes)
                        values[row + k * step] = Exact.MultiplyAdd(-overlap, values[other + k * step], values[row + k * step]);
                    team.Barrier();
                }

                double norm = Math.Sqrt(Dot(values, row, step, row, step, columns));
                team.Barrier();
                for (int k = team.Lane; k < columns; k += team.Lanes) values[row + k * step] /= norm;
                team.Barrier();
            }
        }
    }

    private static double Compose(MatrixOperation operation, ArrayView<double> values, long left, long singular, long right)
    {
        var (a, b, c) = (operation.A, operation.B, operation.C);
        double sum = 0;
        for (int k = 0; k < operation.InnerColumns; k++, left += a.PerColumn, singular += b.PerColumn, right += c.PerColumn)
            sum = Exact.Add(sum, Exact.Multiply(Exact.Multiply(values[left], values[singular]), values[right]));
        return sum;
    }

    // Four interleaved sums, then their sum, then the rest.
    private static double Dot(ArrayView<double> values, long a, long stepA, long b, long stepB, int count)
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
            double output = Dot(values, sample, a.PerColumn, map + o * b.PerRow, b.PerColumn, operation.InnerColumns);
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
