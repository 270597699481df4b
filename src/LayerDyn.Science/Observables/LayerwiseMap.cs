using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>The end-to-end map of a layerwise linear model.</summary>
public static class LayerwiseMap
{
    /// <summary>The map, out x in, of the parameters in the order of the model; null for models that are not layerwise linear.</summary>
    public static Matrix? Of(Experiment experiment, IReadOnlyList<Matrix> parameters)
    {
        var shape = experiment.Task.Shape;
        return experiment.Model.Layerwise(shape) is { } form ? Of(form, parameters, shape.Inputs) : null;
    }

    /// <summary>The map, out x <paramref name="inputs"/>; inputs beyond those of the form have zero columns.</summary>
    public static Matrix Of(LayerwiseForm form, IReadOnlyList<Matrix> parameters, int inputs)
    {
        if (form.Kind == LayerwiseKind.Dense)
        {
            var product = parameters[form.Depth - 1];
            for (int layer = form.Depth - 2; layer >= 0; layer--) product = LinearAlgebra.Multiply(product, parameters[layer]);
            return product;
        }

        var map = new Matrix(1, inputs);
        for (int i = 0; i < form.Widths[0]; i++)
        {
            double product = parameters[0][0, i];
            for (int layer = 1; layer < form.Depth; layer++) product *= parameters[layer][0, i];
            map[0, i] = product;
        }

        return map;
    }
}
