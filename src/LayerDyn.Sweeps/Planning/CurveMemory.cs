using System.Globalization;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// How much memory the curves of a sweep take, from above, by structure alone: those along training keep their columns of every point at every measured
/// step, in one process.
/// </summary>
/// <param name="plan">The sweep.</param>
internal sealed class CurveMemory(SweepPlan plan)
{
    // Of any curve: a few numbers of each point.
    private const double Each = 64;

    // Of the one that is drawn, beside what is kept: its lines (places, values, theory) and their bands.
    private const double Drawn = 3;

    private readonly Experiment[] _sample = [.. plan.Sample()];

    /// <summary>What the curve that takes most takes while it is drawn and the others are kept; null for no curves.</summary>
    public (CurveSpec Curve, double Bytes, double Points, int Rows, int Columns)? Largest()
    {
        if (plan.Curves.Count == 0) return null;
        var each = plan.Curves.Select(curve => (Curve: curve, Size: Of(curve))).ToList();
        var (curve, (points, rows, columns)) = each.MaxBy(found => Bytes(found.Size));
        return (curve, each.Sum(found => Bytes(found.Size)) + (Drawn * Bytes((points, rows, columns))), points, rows, columns);
    }

    private static double Bytes((double Points, int Rows, int Columns) size) => size.Points * (Each + (8.0 * size.Rows * size.Columns));

    private (double Points, int Rows, int Columns) Of(CurveSpec curve)
    {
        int columns = curve.KeptColumns.Count == 0 ? 0 : _sample.Max(experiment => ExperimentColumns.Of(experiment).Count(column => IsKept(column, curve)));
        int rows = columns == 0 ? 0 : _sample.Max(experiment => experiment.MeasureAt.Resolve(experiment.Steps).Length);
        return (Math.Min(plan.MostRun, plan.PointCount * Share(curve)), rows, columns); // those of a refined sweep may all lie in one part of the grid
    }

    private static bool IsKept(string column, CurveSpec curve) =>
        curve.KeptColumns.Any(name => ColumnName.Matches(ColumnName.Measured(column), name) || column == name);

    /// <summary>The share of the points that a curve is drawn of.</summary>
    private double Share(CurveSpec curve)
    {
        double share = 1;
        foreach (var (name, values) in (curve as FilteredCurveSpec)?.Where ?? new Dictionary<string, IReadOnlyList<string>>())
            if (plan.Axes.FirstOrDefault(axis => axis.Name == name) is { } axis) share *= Math.Min(1, values.Count / (double)axis.Count);
        return share;
    }

    /// <summary>What is beyond a limit, as a sentence; null where all fits.</summary>
    public string? Beyond(long limit)
    {
        const double GiB = 1 << 30;
        if (Largest() is not { } largest || largest.Bytes <= limit) return null;
        string measured = largest.Columns == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" of {largest.Rows:N0} measured steps and {largest.Columns} columns");
        return string.Create(CultureInfo.InvariantCulture,
            $"the curve '{largest.Curve.Name}' is drawn of {largest.Points:N0} points{measured} and takes about {largest.Bytes / GiB:F1} GiB with the sweep's other curves, at most {limit / GiB:F1} GiB are allowed");
    }
}
