using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Records;

/// <summary>
/// What the row of a point in the results table says of its training. A point that diverged has no final measurements: those that it
/// has are from before, and would rank a run that broke off early above runs that were trained. Its records keep them.
/// </summary>
/// <param name="Index">The point's index in the sweep.</param>
/// <param name="Status">How it ended: a name of <see cref="StatusName"/>; of a point without a result, its state.</param>
/// <param name="LastStep">The last step that was measured; null when none was.</param>
/// <param name="DivergedAt">The step at which divergence was seen; null for a point that did not diverge.</param>
/// <param name="Rows">Number of measured steps.</param>
/// <param name="Columns">The columns of its records.</param>
/// <param name="Final">The final measurements, one a column; empty where there are none.</param>
public sealed record PointSummary(
    long Index, string Status, long? LastStep, long? DivergedAt, long Rows, IReadOnlyList<string> Columns, IReadOnlyList<double> Final)
{
    /// <summary>As <see cref="PointResult.EarlierId"/>.</summary>
    public PointId? EarlierId { get; init; }

    private static readonly string[] StatusNames = [.. Enum.GetValues<OutcomeStatus>().Select(status => ExperimentText.KebabCase(status))];

    /// <summary>The summary of a result.</summary>
    public static PointSummary Of(PointResult result)
    {
        var records = result.Records;
        int rows = records.Rows;
        bool diverged = result.Status == OutcomeStatus.Diverged;
        return new(
            result.Index,
            StatusName(result.Status),
            !diverged ? result.LastStep : rows > 0 ? records.Steps[rows - 1] : null,
            diverged ? result.LastStep : null,
            rows,
            records.Columns,
            diverged || rows == 0 ? [] : [.. Enumerable.Range(0, records.Columns.Count).Select(column => records[rows - 1, column])])
        { EarlierId = result.EarlierId };
    }

    /// <summary>The name of a status in tables.</summary>
    public static string StatusName(OutcomeStatus status) => StatusNames[(int)status];

    /// <summary>The final measurement of a column; null when there is none.</summary>
    public double? Value(string column)
    {
        for (int i = 0; i < Final.Count; i++)
            if (Columns[i] == column) return Final[i];
        return null;
    }
}
