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
    public static IReadOnlyList<string> Of(Experiment experiment)
    {
        if (experiment.Engine == Engine.Theory) return ExactSolutions.Find(experiment, out _)!.Columns(experiment);
        var columns = Measured(experiment);
        return experiment.Engine == Engine.Train
            ? columns
            : [.. columns, .. ExactSolutions.Find(experiment, out _)!.Columns(experiment).Select(column => column + TheorySuffix)];
    }

    /// <summary>The columns that training measures.</summary>
    public static IReadOnlyList<string> Measured(Experiment experiment) =>
        [.. experiment.Observables.SelectMany(observable => observable.Columns(experiment))];
}
