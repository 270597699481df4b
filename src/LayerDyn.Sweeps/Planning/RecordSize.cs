using LayerDyn.Science.Experiments;
using LayerDyn.Science.Keeping;

namespace LayerDyn.Sweeps.Planning;

/// <summary>How much the records of points take: eight bytes a number, in memory. In Parquet they take less.</summary>
public static class RecordSize
{
    /// <summary>The records of one point, in bytes.</summary>
    public static double Of(Experiment experiment) => Of(experiment, experiment.MeasureAt.Resolve(experiment.Steps).Length);

    /// <summary>The records of one point with so many rows, in bytes.</summary>
    public static double Of(Experiment experiment, long rows) => 8.0 * rows * (1 + ExperimentColumns.Of(experiment).Count);

    /// <summary>The records of some points of a sweep and what is kept of them, by the largest of three points of it, in bytes.</summary>
    public static long Of(SweepPlan plan, long points) => (long)Math.Min(long.MaxValue / 4, points * plan.Sample().Max(Of) + Kept(plan, points));

    /// <summary>What is kept of some points of a sweep, by the largest of three points of it, in bytes. Points of a seed share their data unless an axis sets them.</summary>
    public static double Kept(SweepPlan plan, long points) => plan.Sample().Max(experiment => points * KeepSize.OfPoint(experiment)
        + (experiment.Keep is { Data: true } ? (HaveTheirOwnData(plan) ? points : Math.Min(points, plan.Seeds)) * KeepSize.Of(experiment).Data : 0));

    // Data follow from the task, the seed, and the widths that give the task its inputs and outputs.
    private static bool HaveTheirOwnData(SweepPlan plan) => plan.Axes.Any(axis => axis.Sets.Any(path =>
        path is "task" or "model" || path.StartsWith("task.", StringComparison.Ordinal) || path.StartsWith("model.widths", StringComparison.Ordinal)));
}
