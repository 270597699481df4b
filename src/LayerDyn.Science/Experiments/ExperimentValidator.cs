using System.Globalization;
using LayerDyn.Science.Expressions;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Observables.Curvature;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Parametrisations;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Experiments;

/// <summary>Checks the parts of an experiment against each other: shapes, observables, loss, engine.</summary>
public static class ExperimentValidator
{
    // Inputs of the fresh samples of a step: 1 GB.
    private const long MostFresh = 1 << 28;

    /// <summary>Adds everything impossible about <paramref name="experiment"/>, with paths as in a spec.</summary>
    public static void Validate(Experiment experiment, ProblemList problems)
    {
        var shape = experiment.Task.Shape;
        if (shape.MomentsOnly && experiment.Model.Layerwise(shape) is not { Kind: Models.LayerwiseKind.Diagonal })
            problems.Add("model.kind", Catalog.ScienceCatalog.Describe(experiment.Model).Name,
                "needs a task that can be listed, but this task has infinitely many skills", "set task.skills, or choose the model multilinear-skill");
        else experiment.Model.Validate(shape, problems);
        ValidateSequences(experiment, problems);
        if (!problems.IsEmpty) return;
        experiment.Init.Validate(experiment.Model, shape, problems);
        experiment.Optimizer.Validate(shape, problems);
        experiment.Optimizer.Validate(experiment.Model.Parameters(shape), problems);
        ParametrisationValidator.Validate(experiment, problems);
        if (experiment.Optimizer.LearningRateUnit != LearningRateUnit.Absolute && LossCurvature.Unsupported(experiment) is { } flat)
            problems.Add("optimizer.learningRateUnit", ExperimentText.KebabCase(experiment.Optimizer.LearningRateUnit), flat, "write learningRateUnit: absolute");
        if (experiment.Task is Tasks.SequenceTask sequence && sequence.SwitchAt[^1] >= experiment.Steps)
            problems.Add("task.switchAt", sequence.SwitchAt[^1], string.Create(CultureInfo.InvariantCulture, $"must be before the end of the training, step {experiment.Steps}"),
                "train longer, or switch earlier");
        if (!experiment.MeasureAt.Fits(experiment.Steps))
            problems.Add("measure.at.every", experiment.MeasureAt.Every,
                string.Create(CultureInfo.InvariantCulture, $"gives more than {MeasureSchedule.MaxMeasurements} measurements of {experiment.Steps} steps"), "measure less often, or write logPerDecade");
        long[] late = [.. (experiment.MeasureAt.Steps ?? []).Where(step => step > experiment.Steps)];
        if (late.Length > 0)
            problems.Add("measure.at", $"[{string.Join(", ", late)}]", string.Create(CultureInfo.InvariantCulture, $"must not be past the end of the training, step {experiment.Steps}"),
                "remove them or train longer; the last step is always measured");
        if (experiment.Loss == LossKind.CrossEntropy && !shape.IsClassification)
            problems.Add("loss", "cross-entropy", "needs a task with classes", "write loss: mse");
        for (int i = 0; i < experiment.Observables.Count; i++)
            if (Undefined(experiment.Observables[i], experiment) is { } reason)
                problems.Add($"measure.observables[{i}]", Catalog.ScienceCatalog.Describe(experiment.Observables[i]).Name, reason);
        if (!problems.IsEmpty) return;

        if (shape.IsOnline && (long)experiment.Optimizer.BatchSize * shape.Inputs > MostFresh)
            problems.Add("optimizer.batchSize", experiment.Optimizer.BatchSize, $"must be at most {MostFresh / shape.Inputs} fresh samples of {shape.Inputs} inputs", "write a smaller batch");
        if (shape.IsOnline && experiment.Optimizer.BatchSize == 0 && experiment.Engine != Engine.Theory && !Trainer.TrainsOnMoments(experiment))
            problems.Add("optimizer.batchSize", null, "must be at least 1: full batches of this task are the population, which layerwise linear models alone "
                + "are trained on (by gd, gradient-flow, sign or lion, dtype: float64, a squared loss)", "write an optimizer with batchSize, e.g. { kind: sgd, batchSize: 128 }");
        else if (experiment.Engine != Engine.Theory && !Trainer.IsSupported(experiment))
            problems.Add("optimizer", Catalog.ScienceCatalog.Describe(experiment.Optimizer).Name, "has no trainer for this model and task");
        if (experiment.Engine != Engine.Train && ExactSolutions.Find(experiment, out string why) is null)
            problems.Add("engine", ExperimentText.KebabCase(experiment.Engine), "needs an exact solution for this experiment", why);
        if (!problems.IsEmpty) return;
        ValidateStop(experiment, problems);
        KeepValidator.Validate(experiment, problems);
    }

    private static void ValidateStop(Experiment experiment, ProblemList problems)
    {
        if (experiment.StopWhen is not { } condition) return;
        string[] columns = [.. experiment.Engine == Engine.Theory ? ExperimentColumns.Of(experiment) : ExperimentColumns.Measured(experiment)];
        string[] known = [.. columns, Expression.Step];
        foreach (string name in condition.Variables.Except(known))
        {
            if (experiment.Engine == Engine.Both && name.EndsWith(ExperimentColumns.TheorySuffix, StringComparison.Ordinal) && ExperimentColumns.Of(experiment).Contains(name))
                problems.Add("stopWhen", name, "is not known while a point trains: the exact solution is evaluated afterwards", "name a measured column");
            else if (ObservableOf(name, experiment) is { } observable)
                problems.Add("stopWhen", name, "is not measured here", $"add {observable} to measure.observables");
            else
                problems.Add("stopWhen", name, "is not a column of what is measured", ExpressionNames.Minus(name, known) ?? Names.Suggest(name, known));
        }
    }

    /// <summary>The name of an observable that would write a column; null when none would.</summary>
    public static string? ObservableOf(string column, Experiment experiment) => Catalog.ScienceCatalog.Kinds(typeof(Observables.Observable)).Values
        .OrderBy(kind => kind.Name, StringComparer.Ordinal)
        .FirstOrDefault(kind => (Observables.Observable)kind.Create() is var observable && Undefined(observable, experiment) is null && observable.Columns(experiment).Contains(column))?.Name;

    // The samples that stand for all sequences have their second moments, and nothing else of them.
    private static void ValidateSequences(Experiment experiment, ProblemList problems)
    {
        if (experiment.Task is not Tasks.InContextRegressionTask { Sequences: 0 }) return;
        if (!Observables.LayerwiseMap.IsDefined(experiment))
            problems.Add("model.kind", Catalog.ScienceCatalog.Describe(experiment.Model).Name,
                "needs sequences that are drawn: the population is known to linear attention and linear models alone", "set task.sequences");
        if (experiment.Optimizer.BatchSize > 0)
            problems.Add("optimizer.batchSize", experiment.Optimizer.BatchSize, "needs sequences that are drawn: the population has no batches",
                "set task.sequences, or write batchSize: 0");
    }

    private static string? Undefined(Observables.Observable observable, Experiment experiment) =>
        experiment.Task.Shape.MomentsOnly && !observable.NeedsMapAlone
            ? "needs a task that can be listed, but this task has infinitely many skills"
            : observable.AssumesOneRate && !experiment.Model.Parametrisation.IsStandard
            ? "needs model.parametrisation: standard, since it says how a network trains only where all layers have one learning rate"
            : experiment.Task is Tasks.SequenceTask && !observable.FollowsSequences ? "needs a single task, not a sequence"
            : observable.Unsupported(experiment);
}
