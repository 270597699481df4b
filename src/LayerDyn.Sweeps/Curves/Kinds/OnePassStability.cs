using LayerDyn.Science.Experiments;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Theory;
using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// The learning rates at which the mean loss of one-pass SGD over its batches stops being bounded, q = 1 (<see cref="OnePassSgd"/>), and over the batch size
/// the critical batch.
/// </summary>
internal sealed class OnePassStability(AxisCells cells, AxisRuler rates, SortedDictionary<int, Experiment> columns) : PredictedStability(cells, rates, columns)
{
    private const string BatchSize = "optimizer.batchSize";

    /// <inheritdoc/>
    public override string Name => "q = 1";

    private double? CriticalBatch => Cells.X.Sets is [BatchSize] ? new OnePassRun(Columns.Values.First()).CriticalBatch : null;

    /// <summary>Whether an experiment has the prediction.</summary>
    public static bool IsKnown(Experiment experiment) => OnePassRun.Unsupported(experiment) is null
        && experiment.Optimizer is { LearningRateUnit: LearningRateUnit.Absolute, Schedule: ConstantSchedule };

    /// <inheritdoc/>
    public override IEnumerable<LineSeries> Lines()
    {
        yield return Line($"predicted, {Name}", [.. Columns.Keys.Select(column => (double)column)], position => RateOf((int)position), LineStroke.Dashed);
        if (CriticalBatch is { } critical && AxisRuler.Of(Cells.ChartX())?.PositionOf(critical) is { } place && double.IsFinite(place))
            yield return new("critical batch size", [place, place], [-0.5, Cells.Y.Count - 0.5], -1, LineStroke.Dotted) { Role = SeriesRole.Theory };
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Findings()
    {
        foreach (int column in new[] { Columns.Keys.First(), Columns.Keys.Last() }.Distinct())
            yield return $"{Cells.X.Name} = {AxisCells.Label(Cells.X, column)}: {Cells.Y.Name} predicted to be stable below {Shown.Number(RateOf(column))} ({Name})";
        if (CriticalBatch is { } critical)
            yield return $"critical batch size, where that is half of what it is for the largest batches: {Shown.Number(critical)}";
    }

    /// <inheritdoc/>
    protected override double RateOf(Experiment experiment) => new OnePassRun(experiment).LargestRate;
}
