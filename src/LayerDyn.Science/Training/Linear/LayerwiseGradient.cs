using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Linear;

/// <summary>The gradient of a layerwise linear model's squared loss, plainly: <c>E = M C - D</c>, then the chain rule.</summary>
internal static class LayerwiseGradient
{
    public static IReadOnlyList<Matrix> Of(LayerwiseForm form, IReadOnlyList<Matrix> weights, Matrix map, Moments moments, double factor)
    {
        var error = LinearAlgebra.Subtract(Image(map, moments), moments.Cross);
        for (int i = 0; i < error.Data.Length; i++) error.Data[i] *= factor;
        var gradients = new Matrix[form.Depth];
        if (form.Kind == LayerwiseKind.Dense)
        {
            var below = error; // E (W_{l-1} ... W_1)^T
            for (int l = 0; l < form.Depth; l++)
            {
                var gradient = below;
                for (int above = form.Depth - 1; above > l; above--) gradient = above == form.Depth - 1
                    ? LinearAlgebra.TransposedMultiply(weights[above], below)
                    : LinearAlgebra.TransposedMultiply(weights[above], gradient);
                gradients[l] = gradient;
                below = LinearAlgebra.MultiplyTransposed(below, weights[l]);
            }

            return gradients;
        }

        for (int l = 0; l < form.Depth; l++)
        {
            gradients[l] = new Matrix(1, form.Widths[0]);
            for (int i = 0; i < form.Widths[0]; i++)
            {
                double value = error[0, i];
                for (int other = 0; other < form.Depth; other++)
                    if (other != l) value *= weights[other][0, i];
                gradients[l][0, i] = value;
            }
        }

        return gradients;
    }

    private static Matrix Image(Matrix map, Moments moments)
    {
        if (moments.Variances is not { } variances) return LinearAlgebra.Multiply(map, moments.Inputs);
        var image = new Matrix(map.Rows, map.Columns);
        for (int o = 0; o < map.Rows; o++)
            for (int i = 0; i < map.Columns; i++) image[o, i] = map[o, i] * variances[i];
        return image;
    }
}
