using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>Lists of operations in kernels.</summary>
internal static class MatrixPrograms
{
    /// <summary>Does a list of operations on one network.</summary>
    public static void Run<TTeam, TElement>(int net, BatchMemory memory, ArrayView<MatrixOperation> program, int isStart)
        where TTeam : struct, ITeam
        where TElement : struct, IElement
    {
        TTeam team = default;
        int data = memory.DataRows[net];
        for (long i = 0; i < program.Length; i++)
        {
            Apply<TTeam, TElement>(program[i], memory.Values, net, data, isStart);
            team.Barrier();
        }
    }

    private static void Apply<TTeam, TElement>(MatrixOperation operation, ArrayView<double> values, int net, int data, int isStart)
        where TTeam : struct, ITeam
        where TElement : struct, IElement
    {
        TTeam team = default;
        TElement elements = default;
        if (elements.MakesOrthonormal && operation.Kind == MatrixKind.Orthonormalise)
        {
            Orthonormalise<TTeam>(operation, values, operation.Target.Of(net, data));
            return;
        }

        long target = operation.Target.Of(net, data);
        int count = operation.Rows * operation.Columns;
        for (int element = team.Lane; element < count; element += team.Lanes)
        {
            int i = element / operation.Columns, j = element - i * operation.Columns;
            values[target + i * operation.Target.PerRow + j * operation.Target.PerColumn] = elements.Of(operation, values, net, data, i, j, isStart);
        }
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
                    double overlap = Arithmetic.Dot(values, row, step, other, step, columns);
                    team.Barrier();
                    for (int k = team.Lane; k < columns; k += team.Lanes)
                        values[row + k * step] = Exact.MultiplyAdd(-overlap, values[other + k * step], values[row + k * step]);
                    team.Barrier();
                }

                double norm = Math.Sqrt(Arithmetic.Dot(values, row, step, row, step, columns));
                team.Barrier();
                for (int k = team.Lane; k < columns; k += team.Lanes) values[row + k * step] /= norm;
                team.Barrier();
            }
        }
    }
}
