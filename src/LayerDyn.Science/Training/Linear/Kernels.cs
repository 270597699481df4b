using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Operations on small matrices of many points at once, element (i, j) of all points in one vector.
/// </summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
internal static unsafe class Kernels<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : unmanaged
{
    /// <summary>
    /// <c>target = (initial + A B) * scale</c> with A m x k and B k x n. An initial of null is zero; a scale of null is one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product(View target, double* initial, View a, View b, int m, int k, int n, double* scale = null)
    {
        // Tiles are wide: a product of few columns is computed as its transpose, element by element the same sum.
        if (n < 4 && m > n && !b.Shared) (target, a, b, m, n) = (target.Transposed, b.Transposed, a.Transposed, n, m);
        if (b.Shared) Product<SharedFactor<TS, TV>>(target, initial, a, b, m, k, n, scale);
        else Product<OwnFactor<TS, TV>>(target, initial, a, b, m, k, n, scale);
    }

    /// <summary><c>target = target + source</c> over all elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(double* target, double* source, nint elements)
    {
        for (nint i = 0; i < elements; i++, target += TS.Lanes, source += TS.Lanes)
            TS.Store(TS.Add(TS.Load(target), TS.Load(source)), target);
    }

    /// <summary><c>target = target * factor</c> over all elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(double* target, nint elements, double* factor)
    {
        TV scale = TS.Load(factor);
        for (nint i = 0; i < elements; i++, target += TS.Lanes) TS.Store(TS.Multiply(TS.Load(target), scale), target);
    }

    /// <summary><c>target = target + source * scale</c> over all elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(double* target, double* source, nint elements, double* scale)
    {
        TV factor = TS.Load(scale);
        for (nint i = 0; i < elements; i++, target += TS.Lanes, source += TS.Lanes)
            TS.Store(TS.MultiplyAdd(TS.Load(source), factor, TS.Load(target)), target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Product<TB>(View target, double* initial, View a, View b, int m, int k, int n, double* scale)
        where TB : struct, IFactor<TV>
    {
        int i = 0;
        for (; i + 2 <= m; i += 2)
        {
            int j = 0;
            for (; j + 4 <= n; j += 4) Tiles<TS, TV, TB>.Tile2x4(target, initial, a, b, i, j, k, scale);
            for (; j < n; j++)
            {
                Tiles<TS, TV, TB>.Tile1x1(target, initial, a, b, i, j, k, scale);
                Tiles<TS, TV, TB>.Tile1x1(target, initial, a, b, i + 1, j, k, scale);
            }
        }

        for (; i < m; i++)
        {
            int j = 0;
            for (; j + 4 <= n; j += 4) Tiles<TS, TV, TB>.Tile1x4(target, initial, a, b, i, j, k, scale);
            for (; j < n; j++) Tiles<TS, TV, TB>.Tile1x1(target, initial, a, b, i, j, k, scale);
        }
    }
}
