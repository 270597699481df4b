using System.Globalization;
using System.Text;
using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Refinement;

namespace LayerDyn.Client;

/// <summary>What is said about a sweep in words.</summary>
internal static class Report
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The grid and an estimate of its work, for <c>validate</c>.</summary>
    public static string Of(SweepPlan plan, WorkEstimate estimate)
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant, $"{plan.Id}: {plan.PointCount:N0} points, {plan.Seeds:N0} {(plan.Seeds == 1 ? "seed" : "seeds")} each");
        foreach (var axis in plan.Axes) text.AppendLine(Invariant, $"  axis {axis.Name}: {ValuesOf(axis)} set {string.Join(", ", axis.Sets)}");
        if (plan.Samples is { } samples)
            text.AppendLine(Invariant, $"  samples: {samples.Count:N0} by {(samples.By == SampleMethod.Sobol ? "a scrambled Sobol sequence" : "random numbers")}, seed {samples.Seed}");
        if (plan.Refine is { } refine)
        {
            string where = refine.Levels.Count == 0 ? "changes most" : $"crosses {string.Join(", ", refine.Levels.Select(level => level.ToString("R", Invariant)))}";
            text.AppendLine(Invariant, $"  refined over {string.Join(", ", refine.Axes)} where {refine.Of} {where}: {new RefinementRounds(plan).First.Count:N0} points to begin with, {refine.Points:N0} at most");
        }

        foreach (var curve in plan.Curves) text.AppendLine(Invariant, $"  curve {curve.Name}");
        text.AppendLine(Invariant, $"  steps: {estimate.Steps:N0} in all, {estimate.Measurements:N0} measurements");
        if (RecordSize.Kept(plan, plan.MostRun) is > 0 and var kept) text.AppendLine(Invariant, $"  kept: up to {FileSize.Write((long)Math.Min(kept, long.MaxValue))} of all points");
        text.Append(Invariant, $"  work: about {estimate.Flops:G2} floating-point operations, roughly {Duration(estimate.Duration.TotalSeconds)} on one core");
        return text.ToString();
    }

    /// <summary>First lines of a run.</summary>
    public static string Opening(SweepPlan plan, string location)
    {
        string sampled = string.Join(", ", plan.Axes.Where(axis => axis.IsSampled).Select(axis => axis.Name));
        string grid = string.Join(" x ", [.. plan.Axes.Where(axis => !axis.IsSampled).Select(axis => string.Create(Invariant, $"{axis.Count} {axis.Name}")),
            .. plan.Samples is { } samples ? new[] { string.Create(Invariant, $"{samples.Count} samples of {sampled}") } : []]);
        string refined = plan.Refine is { } refine ? string.Create(Invariant, $", of which at most {refine.Points:N0} are run") : "";
        return string.Create(Invariant, $"{plan.Name}: {plan.PointCount:N0} points{(grid.Length > 0 ? $" ({grid}{(plan.Seeds > 1 ? $" x {plan.Seeds} seeds" : "")})" : "")}{refined}")
            + Environment.NewLine + $"results: {Path.Combine(location, plan.Id.Value)}";
    }

    /// <summary>How many points came from the store, as the end of a line; empty for none.</summary>
    public static string Origin(long shared) => shared > 0 ? string.Create(Invariant, $", {shared:N0} points came from other sweeps") : "";

    /// <summary>A number of points, in words.</summary>
    public static string Points(long points) => string.Create(Invariant, $"{points:N0} {(points == 1 ? "point" : "points")}");

    /// <summary>How much work was wasted, as the end of a line; empty for none.</summary>
    public static string Lost(long lost) => lost > 0 ? string.Create(Invariant, $", {lost:N0} points were computed again because their silo was lost") : "";

    /// <summary>How many committed points are not in the store any more, as the end of a line; empty for none.</summary>
    public static string Missing(long missing, string sweep) => missing > 0
        ? string.Create(Invariant, $", MISSING: the files of {missing:N0} committed points are not there as they were written; see 'layerdyn verify {sweep}'")
        : "";

    /// <summary>How many points failed, and how to try them again.</summary>
    public static string Failed(long failed, string first, string retry) =>
        $"{Points(failed)} failed, the first with: {first} (try {(failed == 1 ? "it" : "them")} again with {retry})";

    /// <summary>Last lines of a run: what came of it, and where it is.</summary>
    public static string Closing(SweepPlan plan, string location, SweepStatus status, IReadOnlyList<CurveReport> curves)
    {
        var text = new StringBuilder();
        text.AppendLine(status.Ledger.ToString());
        if (status.FromStore == status.Ledger.Expected) text.AppendLine("all points were in the store already: nothing was computed");
        else if (status.FromStore > 0) text.AppendLine(Invariant, $"{status.FromStore:N0} points were in the store already");
        if (status.State == SweepState.Broken) text.AppendLine($"stopped: {status.Message}");
        else if (status.State == SweepState.Paused) text.AppendLine($"stopped: {(status.Limit.Length > 0 ? status.Limit + "; " : "")}the same command goes on from here");
        else if (status.Ledger.Failed > 0) text.AppendLine(Failed(status.Ledger.Failed, status.Message, "--retry-failed"));
        string folder = Path.Combine(location, plan.Id.Value);
        foreach (string line in Curves(folder, curves)) text.AppendLine(line);
        text.Append($"results: {folder}");
        return text.ToString();
    }

    /// <summary>What the curves show, and where their pictures are.</summary>
    public static IEnumerable<string> Curves(string folder, IReadOnlyList<CurveReport> curves)
    {
        foreach (var curve in curves)
        {
            yield return $"{curve.Name}:";
            foreach (string finding in curve.Findings) yield return $"  {finding}";
            yield return $"  {Path.Combine(folder, curve.Files.First(file => file.EndsWith(".png", StringComparison.Ordinal)))}";
        }
    }

    private static string ValuesOf(Axis axis) => axis switch
    {
        { Interval: { } interval } => string.Create(Invariant, $"values drawn between {interval.Low:R} and {interval.High:R}{(interval.IsLog ? ", even in the logarithm," : "")}"),
        { IsSampled: true } => string.Create(Invariant, $"one of {axis.Count} values {axis.Labels[0]} ... {axis.Labels[^1]}, drawn,"),
        _ => string.Create(Invariant, $"{axis.Count} values {axis.Labels[0]} ... {axis.Labels[^1]}"),
    };

    private static string Duration(double seconds) => seconds switch
    {
        < 1 => "under a second",
        < 120 => string.Create(Invariant, $"{seconds:F0} seconds"),
        < 7200 => string.Create(Invariant, $"{seconds / 60:F0} minutes"),
        _ => string.Create(Invariant, $"{seconds / 3600:F0} hours"),
    };
}
