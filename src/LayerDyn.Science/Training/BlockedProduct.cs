using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training;

/// <summary>
/// Products of matrices of one network: blocked for the caches, vectors along the rows of the target. Each element sums over k in
/// ascending order from its initial value, one fused multiply-add after another, so that its bits depend neither on the blocks nor on
/// the width of vectors.
/// </summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
internal static unsafe class BlockedProduct<TS, TV>
    where TS : struct, IVectors<TV, double>
    where TV : unmanaged
{
    // A panel of B of so many rows stays in the first cache, so many rows of A in the second.
    private const int Depth = 192, Rows = 240, TallestTile = 12;

    [ThreadStatic]
    private static double[]? _scratch;

    private static int Width => 2 * TS.Lanes;

    /// <summary><c>target = A B</c>, or with <paramref name="add"/> <c>target + A B</c>; A m x k, B k x n, which the target must not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(View target, View a, View b, int m, int k, int n, bool add)
    {
        if (Copies(target.Transposed, a.Transposed, n, k, m) < Copies(target, b, m, k, n))
            (target, a, b, m, n) = (target.Transposed, b.Transposed, a.Transposed, n, m);
        _scratch ??= GC.AllocateUninitializedArray<double>((Rows + Width) * Depth + TallestTile * Width + 8, pinned: true);
        double* packedA = (double*)(((nint)Unsafe.AsPointer(ref _scratch[0]) + 63) & ~63), packedB = packedA + Rows * Depth, edge = packedB + Width * Depth;
        bool packs = n > 2 * Width;
        for (int p = 0; p < k; p += Depth)
        {
            int depth = Math.Min(Depth, k - p);
            for (int i = 0; i < m; i += Rows)
            {
                int rows = Math.Min(Rows, m - i);
                var left = new View(a.Data + a.At(i, p), a.Row, a.Column);
                if (packs) PackRows(packedA, left, rows, depth);
                for (int j = 0; j < n; j += Width)
                {
                    int width = Math.Min(Width, n - j);
                    var right = new View(b.Data + b.At(p, j), b.Row, b.Column);
                    if (right.Column != 1 || width < Width || rows > 2 * TallestTile)
                    {
                        PackColumns(packedB, right, depth, width);
                        right = new View(packedB, Width, 1);
                    }

                    var to = new View(target.Data + target.At(i, j), target.Row, target.Column);
                    Panel(to, left, packs ? packedA : null, right, rows, depth, width, add || p > 0, edge);
                }
            }
        }
    }

    // Vectors run along rows: what has to be copied one element after another where B or the target has no rows in one piece.
    private static double Copies(View target, View b, int m, int k, int n) =>
        (b.Column == 1 ? 0 : (double)k * n) + (target.Column == 1 ? 0 : 2.0 * m * n * ((k + Depth - 1) / Depth));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel(View target, View a, double* packed, View b, int rows, int depth, int width, bool add, double* edge)
    {
        bool direct = target.Column == 1 && width == Width;
        for (int i = 0; i < rows;)
        {
            int height = Height(rows - i);
            double* tile = direct ? target.Data + i * target.Row : edge, left = packed == null ? a.Data + i * a.Row : packed + (nint)i * depth;
            nint tileRow = direct ? target.Row : Width, row = packed == null ? a.Row : 1, column = packed == null ? a.Column : height;
            if (!direct && add)
                for (int r = 0; r < height; r++)
                    for (int c = 0; c < width; c++) edge[r * Width + c] = target.Data[target.At(i + r, c)];
            double* initial = add ? tile : null;
            if (height == TallestTile) PanelTiles<TS, TV, double>.Rows12(tile, tileRow, initial, tileRow, left, row, column, b.Data, b.Row, depth);
            else if (height == 6) PanelTiles<TS, TV, double>.Rows6(tile, tileRow, initial, tileRow, left, row, column, b.Data, b.Row, depth);
            else PanelTiles<TS, TV, double>.Rows4(tile, tileRow, initial, tileRow, left, row, column, b.Data, b.Row, depth, height);
            if (!direct)
                for (int r = 0; r < height; r++)
                    for (int c = 0; c < width; c++) target.Data[target.At(i + r, c)] = edge[r * Width + c];
            i += height;
        }
    }

    // Twelve rows of two vectors are the most that 32 registers hold, six the most that 16 do.
    private static int Height(int rows) => rows >= TallestTile && TS.Lanes == Linear.Simd512.Lanes ? TallestTile : rows >= 6 ? 6 : Math.Min(4, rows);

    // Tile after tile, each column of a tile in one piece.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows(double* target, View a, int rows, int depth)
    {
        for (int i = 0, height; i < rows; i += height, target += (nint)height * depth)
        {
            height = Height(rows - i);
            for (int r = 0; r < height; r++)
            {
                double* from = a.Data + a.At(i + r, 0), to = target + r;
                for (int p = 0; p < depth; p++, from += a.Column, to += height) *to = *from;
            }
        }
    }

    // Row after row, filled up with zeros.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackColumns(double* target, View b, int depth, int width)
    {
        if (b.Column == 1 && width == Width)
        {
            for (int p = 0; p < depth; p++, target += Width)
            {
                double* from = b.Data + p * b.Row;
                TS.Store(TS.Load(from), target);
                TS.Store(TS.Load(from + TS.Lanes), target + TS.Lanes);
            }

            return;
        }

        for (int j = 0; j < Width; j++)
        {
            double* from = b.Data + j * b.Column, to = target + j;
            for (int p = 0; p < depth; p++, from += b.Row, to += Width) *to = j < width ? *from : 0;
        }
    }
}
