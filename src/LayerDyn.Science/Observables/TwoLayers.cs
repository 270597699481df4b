using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;

namespace LayerDyn.Science.Observables;

/// <summary>Which layerwise form an experiment's model has, for the rules of observables.</summary>
internal static class TwoLayers
{
    public static LayerwiseForm? Form(Experiment experiment) => experiment.Model.Layerwise(experiment.Task.Shape);

    public static bool AreDense(Experiment experiment) => Form(experiment) is { Kind: LayerwiseKind.Dense, Depth: 2 };

    public static bool AreDiagonal(Experiment experiment) => Form(experiment) is { Kind: LayerwiseKind.Diagonal, Depth: 2 };
}
