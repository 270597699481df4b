using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>The end-to-end map of a model that is linear in its inputs.</summary>
public static class LayerwiseMap
{
    /// <summary>The map, out x in, of the parameters in the order of the model; null for models that are not linear in their inputs.</summary>
    public static Matrix? Of(Experiment experiment, IReadOnlyList<Matrix> parameters)
    {
        var shape = experiment.Task.Shape;
        if (experiment.Model.Layerwise(shape) is { } form) return Of(form, parameters, shape.Inputs);
        return AttentionForm.Of(experiment) is { } attention ? attention.Map(parameters) : null;
    }

    /// <summary>Whether an experiment's model has a map.</summary>
    public static bool IsDefined(Experiment experiment) =>
        experiment.Model.Layerwise(experiment.Task.Shape) is not null || AttentionForm.Of(experiment) is not null;

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
