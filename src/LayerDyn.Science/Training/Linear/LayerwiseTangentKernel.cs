using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// The tangent kernel <c>J J^T</c> of a layerwise linear model from its structure, without its Jacobian. Dense: the sum over layers of
/// <c>(H_l H_l^T) (x) (A_l A_l^T)</c> with what layer l reads, <c>H_l = X (W_{l-1} ... W_1)^T</c>, and the layers above it,
/// <c>A_l = W_L ... W_{l+1}</c>. Diagonal: <c>X S X^T</c> with <c>S_i = sum_l (prod_{k != l} w_k,i)^2</c>.
/// </summary>
internal static class LayerwiseTangentKernel
{
    /// <summary>The kernel on <paramref name="inputs"/> (n x in): (n out) x (n out), rows sample-major.</summary>
    public static Matrix Of(LayerwiseForm form, IReadOnlyList<Matrix> weights, Matrix inputs) =>
        form.Kind == LayerwiseKind.Dense ? Dense(form, weights, inputs) : Diagonal(form, weights, inputs);

    /// <summary>The S_i of a diagonal model.</summary>
    public static double[] Strengths(LayerwiseForm form, IReadOnlyList<Matrix> weights)
    {
        double[] strengths = new double[form.Widths[0]];
        for (int i = 0; i < strengths.Length; i++)
            for (int l = 0; l < form.Depth; l++)
            {
                double others = 1;
                for (int other = 0; other < form.Depth; other++)
                    if (other != l) others *= weights[other][0, i];
                strengths[i] += others * others;
            }

        return strengths;
    }

    private static Matrix Dense(LayerwiseForm form, IReadOnlyList<Matrix> weights, Matrix inputs)
    {
        int depth = form.Depth, outputs = form.Widths[^1];
        var above = new Matrix[depth];
        above[depth - 1] = LinearAlgebra.Identity(outputs);
        for (int l = depth - 2; l >= 0; l--) above[l] = l == depth - 2 ? weights[l + 1] : MatrixProduct.Of(above[l + 1], weights[l + 1]);
        var kernel = new Matrix(inputs.Rows * outputs, inputs.Rows * outputs);
        var below = inputs;
        for (int l = 0; l < depth; l++)
        {
            Matrix samples = MatrixProduct.OfTransposed(below, below), outer = MatrixProduct.OfTransposed(above[l], above[l]);
            for (int n = 0; n < inputs.Rows; n++)
                for (int o = 0; o < outputs; o++)
                    for (int m = 0; m < inputs.Rows; m++)
                        LinearAlgebra.AddMultiple(samples[n, m], outer.Row(o), kernel.Row(n * outputs + o).Slice(m * outputs, outputs));
            if (l < depth - 1) below = MatrixProduct.OfTransposed(below, weights[l]);
        }

        return kernel;
    }

    private static Matrix Diagonal(LayerwiseForm form, IReadOnlyList<Matrix> weights, Matrix inputs)
    {
        // Inputs beyond those of the form have no weights.
        double[] strengths = Strengths(form, weights);
        var scaled = new Matrix(inputs.Rows, strengths.Length);
        for (int i = 0; i < scaled.Columns; i++)
            for (int n = 0; n < inputs.Rows; n++) scaled[n, i] = inputs[n, i] * Math.Sqrt(strengths[i]);

        return MatrixProduct.OfTransposed(scaled, scaled);
    }
}
