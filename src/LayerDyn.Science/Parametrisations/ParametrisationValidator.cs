using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Parametrisations;

/// <summary>Checks a parametrisation against the initialisation and the optimizer.</summary>
internal static class ParametrisationValidator
{
    private const string Remedy = "write model.parametrisation: standard, or ";

    /// <summary>Adds what does not go with the model's parametrisation.</summary>
    public static void Validate(Experiment experiment, ProblemList problems)
    {
        if (experiment.Model.Parametrisation.IsStandard) return;
        string kind = ScienceCatalog.Describe(experiment.Model.Parametrisation).Name;
        var optimizer = experiment.Optimizer;
        if (!experiment.Init.IsByFanIn)
            problems.Add("init.kind", ScienceCatalog.Describe(experiment.Init).Name, $"cannot be scaled by the parametrisation {kind}: weights must start at a standard deviation of order 1/sqrt(fan-in)",
                Remedy + "init: { kind: normal, fanIn: true } or torch-default");
        if (experiment.Task is SequenceTask)
            problems.Add("model.parametrisation", kind, "must be standard on a sequence of tasks, whose steps have one learning rate for all layers", "write model.parametrisation: standard");
        if (optimizer is not (GradientDescent or Sgd or Adam))
        {
            problems.Add("optimizer.kind", ScienceCatalog.Describe(optimizer).Name, $"has no learning rates by layer, which the parametrisation {kind} gives", Remedy + "kind: gd, sgd or adam");
            return;
        }

        if (optimizer is GradientDescent { WeightDecay: not 0 } or Sgd { WeightDecay: not 0 } or Adam { WeightDecay: not 0 })
            problems.Add("optimizer.weightDecay", null, $"is not defined by the parametrisation {kind}, which says nothing of how a penalty depends on the width", Remedy + "weightDecay: 0");
        if (optimizer.LearningRateUnit != LearningRateUnit.Absolute)
            problems.Add("optimizer.learningRateUnit", ExperimentText.KebabCase(optimizer.LearningRateUnit), "is that of one learning rate for all layers", Remedy + "learningRateUnit: absolute");
    }
}
