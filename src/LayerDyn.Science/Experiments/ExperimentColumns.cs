using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Experiments;

/// <summary>The columns that an experiment's records have.</summary>
public static class ExperimentColumns
{
    /// <summary>Suffix of the exact solution's columns when an experiment is both trained and solved.</summary>
    public const string TheorySuffix = ".theory";

    /// <summary>Suffix of the column with the standard error of an observable that is estimated from a sample, the largest over its components.</summary>
    public const string ErrorSuffix = "-se";

    /// <summary>All columns, in the order of the records.</summary>
    /// <exception cref="NotSupportedException">The experiment asks for an exact solution, and none holds.</exception>
    public static IReadOnlyList<string> Of(Experiment experiment)
    {
        if (experiment.Engine == Engine.Theory) return Solved(experiment);
        var columns = Measured(experiment);
        return experiment.Engine == Engine.Train
            ? columns
            : [.. columns, .. Solved(experiment).Select(column => column + TheorySuffix)];
    }

    /// <summary>
    /// Whether the columns can differ between experiments that differ in the parameter at a path alone. They follow from the model,
    /// the task, the observables, the engine, and (which exact solution holds) the kinds of initialisation and optimizer, and what of gradient
    /// descent the theory describes. Points whose learning rate has a unit of their own have a column for what it came to.
    /// </summary>
    /// <param name="path">The parameter's path, split at its points.</param>
    public static bool DependOn(IReadOnlyList<object> path) => path switch
    {
        ["steps" or "epochs" or "stopWhen" or "keep" or "loss" or "dtype" or "weightsFrom", ..] or ["measure", "at", ..] => false,
        ["init" or "optimizer", .., var last] => last is "kind" or "theory" or "learningRateUnit",
        _ => true,
    };

    /// <summary>The columns that training measures.</summary>
    public static IReadOnlyList<string> Measured(Experiment experiment) =>
        [.. experiment.Observables.SelectMany(observable => observable.Columns(experiment))];

    private static IReadOnlyList<string> Solved(Experiment experiment) =>
        (ExactSolutions.Find(experiment, out string why) ?? throw new NotSupportedException(why)).Columns(experiment);
}
