using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>The Jacobian of a multilayer perceptron's outputs in its parameters, by backpropagation of every output in double precision.</summary>
internal static class MlpJacobian
{
    /// <summary>The Jacobian on <paramref name="inputs"/> (n x in): (n out) x parameters, rows sample-major, columns in the order of the model.</summary>
    public static Matrix Of(MlpModel model, IReadOnlyList<Matrix> parameters, Matrix inputs)
    {
        int layers = model.Widths.Count - 1, outputs = model.Widths[^1], each = model.Biases ? 2 : 1;
        int[] starts = new int[parameters.Count + 1];
        for (int i = 0; i < parameters.Count; i++) starts[i + 1] = starts[i] + parameters[i].Data.Length;
        var jacobian = new Matrix(inputs.Rows * outputs, starts[^1]);
        double[][] values = [.. model.Widths.Select(width => new double[width])], slopes = [.. model.Widths.Select(width => new double[width])]; // of what each layer reads
        for (int n = 0; n < inputs.Rows; n++)
        {
            inputs.Row(n).CopyTo(values[0]);
            for (int l = 0; l < layers - 1; l++)
                for (int o = 0; o < values[l + 1].Length; o++)
                {
                    double sum = LinearAlgebra.Dot(parameters[each * l].Row(o), values[l]) + (model.Biases ? parameters[each * l + 1].Data[o] : 0);
                    values[l + 1][o] = ActivationValue.Of(model.Activation, sum);
                    slopes[l + 1][o] = ActivationValue.SlopeOf(model.Activation, sum, values[l + 1][o]);
                }

            for (int output = 0; output < outputs; output++)
            {
                var row = jacobian.Row(n * outputs + output);
                double[] delta = new double[outputs];
                delta[output] = model.OutputScale;
                for (int l = layers - 1; l >= 0; l--)
                {
                    var weights = parameters[each * l];
                    for (int o = 0; o < delta.Length; o++)
                        if (delta[o] != 0) LinearAlgebra.AddMultiple(delta[o], values[l], row.Slice(starts[each * l] + o * weights.Columns, weights.Columns));
                    if (model.Biases) delta.CopyTo(row[starts[each * l + 1]..]);
                    if (l == 0) break;
                    double[] below = new double[weights.Columns];
                    for (int o = 0; o < delta.Length; o++)
                        if (delta[o] != 0) LinearAlgebra.AddMultiple(delta[o], weights.Row(o), below);
                    for (int i = 0; i < below.Length; i++) below[i] *= slopes[l][i];
                    delta = below;
                }
            }
        }

        return jacobian;
    }
}
