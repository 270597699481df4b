using System.Globalization;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Keeping;

/// <summary>Checks what is kept of an experiment against the experiment.</summary>
internal static class KeepValidator
{
    /// <summary>Most steps of a point at which something is kept: each is a file.</summary>
    public const int MostSteps = 10_000;

    /// <summary>Most samples times outputs of a kernel: 128 MiB of numbers.</summary>
    public const int MostKernelRows = 4096;

    /// <summary>Most bytes that are kept of a point at one step, of eight bytes a number: they are one file.</summary>
    public const long MostBytes = 1L << 30;

    // Points of a sweep are mostly measured at the same steps, and these may be a million.
    [ThreadStatic]
    private static Recent<(MeasureSchedule At, long Steps), long[]>? _measured;

    /// <summary>Adds what cannot be kept, with the reason.</summary>
    public static void Validate(Experiment experiment, ProblemList problems)
    {
        if (experiment.Keep is not { } keep) return;
        if (experiment.Engine == Engine.Theory)
        {
            problems.Add(KeepBinder.Key, null, "needs a training: an exact solution has no network that could be kept", "write engine: train or both, or remove keep");
            return;
        }

        long[] measured = (_measured ??= new()).Of((experiment.MeasureAt, experiment.Steps), experiment, static point => point.MeasureAt.Resolve(point.Steps));
        foreach (var (name, steps) in keep.Parts)
        {
            string path = $"{KeepBinder.Key}.{name}";
            if (name != KeepBinder.Weights && WithoutSamples(experiment.Task) is { } why) problems.Add(path, null, why, "keep the weights alone");
            foreach (long step in steps.Steps) CheckStep(experiment, measured, path, step, problems);
            int count = steps.Of(measured).Count();
            if (count > MostSteps)
                problems.Add(path, KeepSteps.AllName, Text($"keeps something at {count} steps, and each is a file: at most {MostSteps} are"), "list some of them, or measure less often");
        }

        if (keep.Kernel is not null && experiment.Task.Shape.IsOnline)
            problems.Add($"{KeepBinder.Key}.{KeepBinder.Kernel}", null, "needs a task with a fixed training set: this one draws each batch anew", "keep outputs or features, or remove it");
        if (keep.Kernel is not null && !experiment.Model.Parametrisation.IsStandard)
            problems.Add($"{KeepBinder.Key}.{KeepBinder.Kernel}", null, "needs one learning rate for all layers: the tangent kernel does not say how others train",
                "write model.parametrisation: standard, or remove it");
        if (keep.Data && WithoutSamples(experiment.Task) is { } none) problems.Add($"{KeepBinder.Key}.{KeepBinder.Data}", true, none, "remove it");
        if (problems.IsEmpty) CheckSize(experiment, keep, problems);
    }

    private static void CheckStep(Experiment experiment, long[] measured, string path, long step, ProblemList problems)
    {
        int at = Array.BinarySearch(measured, step);
        if (at >= 0) return;
        if (step > experiment.Steps)
            problems.Add(path, step, Text($"must not be past the end of the training, step {experiment.Steps}"), "remove it, or write last");
        else
            problems.Add(path, step, Text($"is not a measured step: the nearest are {measured[~at - 1]} and {measured[~at]}"), "keep one of these, or measure it (measure.at)");
    }

    private static void CheckSize(Experiment experiment, Keep keep, ProblemList problems)
    {
        var size = KeepSize.Bounded(experiment);
        if (keep.Kernel is not null && size.KernelRows > MostKernelRows)
        {
            problems.Add($"{KeepBinder.Key}.{KeepBinder.Kernel}", null,
                Text($"has {size.KernelRows:F0} rows and columns here, one for each sample and output: at most {MostKernelRows} are kept"), "use fewer samples, or remove it");
        }

        foreach (var (name, steps) in keep.Parts)
            if (name != KeepBinder.Kernel && size.Of(name) > MostBytes)
                problems.Add($"{KeepBinder.Key}.{name}", null, Text($"takes {size.Of(name) / (1 << 30):F1} GiB at each step: at most 1 GiB is kept"), "use smaller widths or fewer samples, or remove it");
        if (problems.IsEmpty && size.MayTakeMore(experiment, keep, MostBytes))
            problems.Add(KeepBinder.Key, null, Text($"takes {size.OfLargestFile(experiment, keep) / (1 << 30):F1} GiB together at one step: at most 1 GiB is kept"), "keep less of it, or its parts at different steps");
        if (keep.Data && size.Data > FileArray.MaxElements * (double)sizeof(double))
            problems.Add($"{KeepBinder.Key}.{KeepBinder.Data}", true, Text($"takes {size.Data / (1 << 30):F1} GiB: at most 1 GiB is kept"), "use fewer samples, or remove it");
    }

    // A population has its second moments, and no samples to keep anything of.
    private static string? WithoutSamples(LearningTask task) =>
        task is InContextRegressionTask { Sequences: 0 } ? "needs sequences that are drawn: the population has its second moments alone"
        : task.Shape.MomentsOnly ? "needs a task that can be listed, but this task has infinitely many skills"
        : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
