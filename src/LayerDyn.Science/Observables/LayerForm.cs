using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;

namespace LayerDyn.Science.Observables;

/// <summary>Which layerwise form an experiment's model has, for the rules of observables.</summary>
internal static class LayerForm
{
    public static LayerwiseForm? Of(Experiment experiment) => experiment.Model.Layerwise(experiment.Task.Shape);
}
