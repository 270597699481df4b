using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>Products with inputs that are mostly zero, on one panel of outputs; zeros are skipped.</summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
internal static unsafe class SparseKernels<TS, TV>
    where TS : struct, IFloats<TV>
    where TV : unmanaged
{
    /// <summary>
    /// For each chosen sample <c>target = initial + sum_j values[j] b[columns[j]]</c> over its nonzero inputs. Even and odd terms are summed apart
    /// and then added: a fixed order that keeps more sums in flight.
    /// </summary>
    public static void Combine(float* target, nint targetRow, float* initial, float* b, int width, CompressedRows rows, int* chosen, int count)
    {
        if (width == 2 * TS.Lanes) Combine(target, targetRow, initial, b, (nint)width, rows, chosen, count);
        else
            for (int j = 0; j < width; j += 2 * Floats256.Lanes)
                SparseKernels<Floats256, Vector256<float>>.Combine(target + j, targetRow, initial + j, b + j, (nint)width, rows, chosen, count);
    }

    /// <summary>
    /// For each input i <c>target[i] = initial[i] + sum_j values[j] b[rows[j]]</c> over the samples in which it is not zero, in ascending order; an
    /// initial of null is zero.
    /// </summary>
    public static void Gather(float* target, float* initial, int width, float* b, nint rowB, CompressedColumns columns)
    {
        if (width == 2 * TS.Lanes) Gather(target, initial, (nint)width, b, rowB, columns);
        else
            for (int j = 0; j < width; j += 2 * Floats256.Lanes)
                SparseKernels<Floats256, Vector256<float>>.Gather(target + j, initial == null ? null : initial + j, (nint)width, b + j, rowB, columns);
    }

    /// <summary>
    /// For each input i <c>target[i] += sum_s values_s[i] b[s]</c> over the chosen samples in ascending order: what <c>Gather</c> adds, without the
    /// inputs' being sorted.
    /// </summary>
    public static void Scatter(float* target, int width, float* b, nint rowB, CompressedRows rows, int* chosen, int count)
    {
        if (width == 2 * TS.Lanes) Scatter(target, (nint)width, b, rowB, rows, chosen, count);
        else
            for (int j = 0; j < width; j += 2 * Floats256.Lanes)
                SparseKernels<Floats256, Vector256<float>>.Scatter(target + j, (nint)width, b + j, rowB, rows, chosen, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scatter(float* target, nint targetRow, float* b, nint rowB, CompressedRows rows, int* chosen, int count)
    {
        for (int s = 0; s < count; s++, b += rowB)
        {
            TV x = TS.Load(b), y = TS.Load(b + TS.Lanes);
            int first = rows.Starts[chosen[s]];
            int* column = rows.Columns + first, end = rows.Columns + rows.Starts[chosen[s] + 1];
            for (float* value = rows.Values + first; column < end; column++, value++)
            {
                float* row = target + *column * targetRow;
                TV factor = TS.Broadcast(value);
                TS.Store(TS.MultiplyAdd(factor, x, TS.Load(row)), row);
                TS.Store(TS.MultiplyAdd(factor, y, TS.Load(row + TS.Lanes)), row + TS.Lanes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Combine(float* target, nint targetRow, float* initial, float* b, nint rowB, CompressedRows rows, int* chosen, int count)
    {
        for (int s = 0; s < count; s++, target += targetRow)
        {
            int first = rows.Starts[chosen[s]];
            int* column = rows.Columns + first, end = rows.Columns + rows.Starts[chosen[s] + 1];
            float* value = rows.Values + first;
            TV x0 = TS.Load(initial), y0 = TS.Load(initial + TS.Lanes), x1 = TS.Zero, y1 = TS.Zero, factor;
            float* row;
            for (; column + 1 < end; column += 2, value += 2)
            {
                row = b + column[0] * rowB;
                factor = TS.Broadcast(value);
                x0 = TS.MultiplyAdd(factor, TS.Load(row), x0);
                y0 = TS.MultiplyAdd(factor, TS.Load(row + TS.Lanes), y0);
                row = b + column[1] * rowB;
                factor = TS.Broadcast(value + 1);
                x1 = TS.MultiplyAdd(factor, TS.Load(row), x1);
                y1 = TS.MultiplyAdd(factor, TS.Load(row + TS.Lanes), y1);
            }

            if (column < end)
            {
                row = b + column[0] * rowB;
                factor = TS.Broadcast(value);
                x0 = TS.MultiplyAdd(factor, TS.Load(row), x0);
                y0 = TS.MultiplyAdd(factor, TS.Load(row + TS.Lanes), y0);
            }

            TS.Store(TS.Add(x0, x1), target);
            TS.Store(TS.Add(y0, y1), target + TS.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gather(float* target, float* initial, nint targetRow, float* b, nint rowB, CompressedColumns columns)
    {
        for (int i = 0; i < columns.Count; i++, target += targetRow)
        {
            TV x = TS.Zero, y = TS.Zero;
            if (initial != null)
            {
                (x, y) = (TS.Load(initial), TS.Load(initial + TS.Lanes));
                initial += targetRow;
            }

            int* sample = columns.Samples + columns.Starts[i], end = columns.Samples + columns.Starts[i + 1];
            float* value = columns.Values + columns.Starts[i];
            for (; sample < end; sample++, value++)
            {
                float* row = b + *sample * rowB;
                TV factor = TS.Broadcast(value);
                x = TS.MultiplyAdd(factor, TS.Load(row), x);
                y = TS.MultiplyAdd(factor, TS.Load(row + TS.Lanes), y);
            }

            TS.Store(x, target);
            TS.Store(y, target + TS.Lanes);
        }
    }
}
