using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// The Jacobian of a layerwise linear model's outputs in its parameters: <c>df_o/dW_l[a, b] = (W_L ... W_{l+1})[o, a] (W_{l-1} ... W_1 x)[b]</c>.
/// </summary>
internal static class LayerwiseJacobian
{
    /// <summary>Rows sample-major (n out), columns the parameters in order, row-major.</summary>
    public static Matrix Of(LayerwiseForm form, IReadOnlyList<Matrix> weights, Matrix inputs)
    {
        int outputs = form.Kind == LayerwiseKind.Dense ? form.Widths[^1] : 1;
        var jacobian = new Matrix(inputs.Rows * outputs, weights.Sum(weight => weight.Data.Length));
        if (form.Kind == LayerwiseKind.Dense) FillDense(form, weights, inputs, jacobian);
        else FillDiagonal(form, weights, inputs, jacobian);
        return jacobian;
    }

    private static void FillDense(LayerwiseForm form, IReadOnlyList<Matrix> weights, Matrix inputs, Matrix jacobian)
    {
        int depth = form.Depth, outputs = form.Widths[^1], offset = 0;
        var above = new Matrix[depth];
        above[depth - 1] = LinearAlgebra.Identity(outputs);
        for (int l = depth - 2; l >= 0; l--) above[l] = LinearAlgebra.Multiply(above[l + 1], weights[l + 1]);
        var below = inputs;
        for (int l = 0; l < depth; l++)
        {
            for (int n = 0; n < inputs.Rows; n++)
                for (int o = 0; o < outputs; o++)
                {
                    var row = jacobian.Row(n * outputs + o)[offset..];
                    for (int a = 0; a < form.Widths[l + 1]; a++)
                        for (int b = 0; b < form.Widths[l]; b++) row[a * form.Widths[l] + b] = above[l][o, a] * below[n, b];
                }

            offset += weights[l].Data.Length;
            below = LinearAlgebra.MultiplyTransposed(below, weights[l]);
        }
    }

    private static void FillDiagonal(LayerwiseForm form, IReadOnlyList<Matrix> weights, Matrix inputs, Matrix jacobian)
    {
        int width = form.Widths[0];
        for (int n = 0; n < inputs.Rows; n++)
            for (int l = 0; l < form.Depth; l++)
                for (int i = 0; i < width; i++)
                {
                    double value = inputs[n, i];
                    for (int other = 0; other < form.Depth; other++)
                        if (other != l) value *= weights[other][0, i];
                    jacobian[n, l * width + i] = value;
                }
    }
}
