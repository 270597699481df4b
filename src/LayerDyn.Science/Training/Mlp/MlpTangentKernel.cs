using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>
/// The tangent kernel <c>J J^T</c> of a multilayer perceptron from its structure, without its Jacobian, in double precision: the sum over
/// layers of <c>(D_l D_l^T) o (H_l H_l^T + 1)</c>, with what layer l reads in the rows of H_l, the derivatives of the outputs in its
/// pre-activations in the rows of D_l, one a sample and output, and the 1 for biases.
/// </summary>
internal static class MlpTangentKernel
{
    // Rows of a D D^T at a time.
    private const int RowsABlock = 240;

    /// <summary>The kernel on <paramref name="inputs"/> (n x in): (n out) x (n out), rows sample-major.</summary>
    public static Matrix Of(MlpModel model, IReadOnlyList<Matrix> parameters, Matrix inputs)
    {
        int layers = model.Widths.Count - 1, outputs = model.Widths[^1], each = model.Biases ? 2 : 1;
        var slopes = new Matrix[layers];
        var values = MlpReads.Of(model, parameters, inputs, slopes);
        var kernel = new Matrix(inputs.Rows * outputs, inputs.Rows * outputs);
        AddLast(kernel, Overlaps(model, values[^1]), model.OutputScale * model.OutputScale, outputs);
        if (layers > 1)
        {
            var delta = new Matrix(inputs.Rows * outputs, model.Widths[^2]);
            for (int row = 0; row < delta.Rows; row++) LinearAlgebra.AddMultiple(model.OutputScale, parameters[each * (layers - 1)].Row(row % outputs), delta.Row(row));
            for (int l = layers - 2; l >= 0; l--)
            {
                if (l < layers - 2) delta = MatrixProduct.Of(delta, parameters[each * (l + 1)]);
                for (int row = 0; row < delta.Rows; row++) Times(delta.Row(row), slopes[l + 1].Row(row / outputs));
                Add(kernel, Overlaps(model, values[l]), delta, outputs);
            }
        }

        LinearAlgebra.MirrorUpper(kernel);
        return kernel;
    }

    private static Matrix Overlaps(MlpModel model, Matrix values)
    {
        var overlaps = MatrixProduct.OfTransposed(values, values);
        if (model.Biases)
            foreach (ref double overlap in overlaps.Data.AsSpan()) overlap += 1;
        return overlaps;
    }

    // The last layer's D is the identity times the output scale.
    private static void AddLast(Matrix kernel, Matrix overlaps, double factor, int outputs)
    {
        for (int n = 0; n < overlaps.Rows; n++)
            for (int m = n; m < overlaps.Rows; m++)
                for (int o = 0; o < outputs; o++) kernel[n * outputs + o, m * outputs + o] = factor * overlaps[n, m];
    }

    // The upper triangle, block after block of rows.
    private static void Add(Matrix kernel, Matrix overlaps, Matrix delta, int outputs)
    {
        int samples = Math.Max(1, RowsABlock / outputs);
        var inner = new Matrix(samples * outputs, kernel.Columns);
        for (int first = 0; first < overlaps.Rows; first += samples)
        {
            int count = Math.Min(samples, overlaps.Rows - first);
            MatrixProduct.Gram(delta, first * outputs, count * outputs, inner);
            for (int n = first; n < first + count; n++)
                for (int o = 0; o < outputs; o++)
                {
                    Span<double> row = kernel.Row(n * outputs + o), from = inner.Row((n - first) * outputs + o);
                    for (int m = n; m < overlaps.Rows; m++)
                        LinearAlgebra.AddMultiple(overlaps[n, m], from.Slice((m - first) * outputs, outputs), row.Slice(m * outputs, outputs));
                }
        }
    }

    private static void Times(Span<double> delta, ReadOnlySpan<double> slopes)
    {
        for (int i = 0; i < delta.Length; i++) delta[i] *= slopes[i];
    }
}
