using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>What the layers of a multilayer perceptron read, in double precision.</summary>
internal static class MlpReads
{
    /// <summary>For each layer n x its inputs; the first reads <paramref name="inputs"/> (n x in) itself.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="inputs">The samples.</param>
    /// <param name="slopes">Receives the slopes of the activations that each layer but the first reads, from the second place on; null where they are not wanted.</param>
    public static Matrix[] Of(MlpModel model, IReadOnlyList<Matrix> parameters, Matrix inputs, Matrix[]? slopes = null)
    {
        int each = model.Biases ? 2 : 1;
        var values = new Matrix[model.Widths.Count - 1];
        values[0] = inputs;
        for (int l = 1; l < values.Length; l++)
        {
            if (slopes is not null) slopes[l] = new Matrix(inputs.Rows, model.Widths[l]);
            values[l] = MatrixProduct.OfTransposed(values[l - 1], parameters[each * (l - 1)]);
            for (int n = 0; n < inputs.Rows; n++)
            {
                var row = values[l].Row(n);
                if (model.Biases) LinearAlgebra.AddMultiple(1, parameters[each * (l - 1) + 1].Data, row);
                for (int i = 0; i < row.Length; i++)
                {
                    double sum = row[i];
                    row[i] = ActivationValue.Of(model.Activation, sum);
                    if (slopes is not null) slopes[l][n, i] = ActivationValue.SlopeOf(model.Activation, sum, row[i]);
                }
            }
        }

        return values;
    }
}
