using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>What the layers of a multilayer perceptron read, in double precision.</summary>
internal static class MlpReads
{
    /// <summary>For each layer n x its inputs; the first reads <paramref name="inputs"/> (n x in) itself.</summary>
    public static Matrix[] Of(MlpModel model, IReadOnlyList<Matrix> parameters, Matrix inputs)
    {
        int each = model.Biases ? 2 : 1;
        var values = new Matrix[model.Widths.Count - 1];
        values[0] = inputs;
        for (int l = 1; l < values.Length; l++)
        {
            values[l] = MatrixProduct.OfTransposed(values[l - 1], parameters[each * (l - 1)]);
            for (int n = 0; n < inputs.Rows; n++)
            {
                var row = values[l].Row(n);
                if (model.Biases) LinearAlgebra.AddMultiple(1, parameters[each * (l - 1) + 1].Data, row);
                foreach (ref double value in row) value = ActivationValue.Of(model.Activation, value);
            }
        }

        return values;
    }
}
