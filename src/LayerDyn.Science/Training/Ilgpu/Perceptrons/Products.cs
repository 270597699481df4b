using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>What computes an <see cref="IProduct"/>: tiles, or single elements where a tile would be mostly empty.</summary>
internal static class Products
{
    /// <summary>Rows and columns of a tile that each of its threads computes.</summary>
    public const int PerThread = 4;

    // Of a slab of a factor in a tile of the largest side.
    private const int LargestSlab = PerThread * LargeTile.Side * LargeTile.Side;

    /// <summary>How many tiles a matrix has.</summary>
    public static int Tiles(int rows, int columns, int side) =>
        ((rows + PerThread * side - 1) / (PerThread * side)) * ((columns + PerThread * side - 1) / (PerThread * side));

    /// <summary>One element.</summary>
    public static void Element<TProduct>(TProduct product, int row, int column)
        where TProduct : struct, IProduct
    {
        float sum = product.Initial(row, column);
        for (int term = 0; term < product.Terms; term++)
        {
            float left = product.Left(row, term);
            if (!product.SkipsZeros || left != 0) sum = Exact.MultiplyAdd(left, product.Right(term, column), sum);
        }

        product.Store(row, column, sum);
    }

    /// <summary>
    /// One tile, by the group's threads: each holds the sums of 4 x 4 elements, while slabs of as many terms as a side has threads go through
    /// shared memory.
    /// </summary>
    public static void Tile<TSide, TProduct>(TProduct product, int tile)
        where TSide : struct, ITileSide
        where TProduct : struct, IProduct
    {
        TSide shape = default;
        int side = shape.Threads, width = PerThread * side, across = (product.Columns + width - 1) / width;
        int firstRow = tile / across * width, firstColumn = tile % across * width;
        var left = SharedMemory.Allocate1D<float>(LargestSlab);
        var right = SharedMemory.Allocate1D<float>(LargestSlab);
        int x = Group.IdxX % side * PerThread, y = Group.IdxX / side * PerThread, row = firstRow + y, column = firstColumn + x;
        Four sum0 = Initial(product, row, column), sum1 = Initial(product, row + 1, column);
        Four sum2 = Initial(product, row + 2, column), sum3 = Initial(product, row + 3, column);
        for (int start = 0; start < product.Terms; start += side)
        {
            int terms = Math.Min(side, product.Terms - start);
            for (int i = Group.IdxX; i < side * width; i += side * side)
            {
                int term = product.IsLeftAlongTerms ? i % side : i / width, offset = product.IsLeftAlongTerms ? i / side : i % width;
                left[term * width + offset] = term < terms && firstRow + offset < product.Rows ? product.Left(firstRow + offset, start + term) : 0;
                (term, offset) = (i / width, i % width);
                right[i] = term < terms && firstColumn + offset < product.Columns ? product.Right(start + term, firstColumn + offset) : 0;
            }

            Group.Barrier();
            for (int term = 0; term < terms; term++)
            {
                int a = term * width + y, b = term * width + x;
                var factors = new Four(right[b], right[b + 1], right[b + 2], right[b + 3]);
                sum0 = Plus(product, sum0, left[a], factors);
                sum1 = Plus(product, sum1, left[a + 1], factors);
                sum2 = Plus(product, sum2, left[a + 2], factors);
                sum3 = Plus(product, sum3, left[a + 3], factors);
            }

            Group.Barrier();
        }

        Store(product, row, column, sum0);
        Store(product, row + 1, column, sum1);
        Store(product, row + 2, column, sum2);
        Store(product, row + 3, column, sum3);
    }

    private static Four Plus<TProduct>(TProduct product, Four sums, float left, Four right)
        where TProduct : struct, IProduct => product.SkipsZeros && left == 0 ? sums : sums.Plus(left, right);

    private static Four Initial<TProduct>(TProduct product, int row, int column)
        where TProduct : struct, IProduct => new(
            InitialOf(product, row, column), InitialOf(product, row, column + 1), InitialOf(product, row, column + 2), InitialOf(product, row, column + 3));

    private static float InitialOf<TProduct>(TProduct product, int row, int column)
        where TProduct : struct, IProduct => row < product.Rows && column < product.Columns ? product.Initial(row, column) : 0;

    private static void Store<TProduct>(TProduct product, int row, int column, Four sums)
        where TProduct : struct, IProduct
    {
        if (row >= product.Rows) return;
        if (column < product.Columns) product.Store(row, column, sums.A);
        if (column + 1 < product.Columns) product.Store(row, column + 1, sums.B);
        if (column + 2 < product.Columns) product.Store(row, column + 2, sums.C);
        if (column + 3 < product.Columns) product.Store(row, column + 3, sums.D);
    }
}
