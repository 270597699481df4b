using LayerDyn.Science.Experiments;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Training;

/// <summary>
/// Evaluates exact solutions, point after point. What successive points have in common, the measured steps and the names of the columns,
/// is made once and shared.
/// </summary>
/// <param name="run">Data and cancellation.</param>
internal sealed class Solver(TrainingRun run)
{
    private readonly Recent<(MeasureSchedule At, long Last), long[]> _measured = new();
    private IReadOnlyList<string> _columns = [];

    /// <summary>The outcome of a point whose engine is the theory.</summary>
    public TrainingOutcome Solve(TrainingPoint point)
    {
        var experiment = point.Experiment;
        var solution = ExactSolutions.Find(experiment, out string why) ?? throw new NotSupportedException(why);
        long[] steps = _measured.Of((experiment.MeasureAt, experiment.Steps), experiment, point => point.MeasureAt.Resolve(point.Steps));
        var columns = solution.Columns(experiment);
        if (!columns.SequenceEqual(_columns)) _columns = columns;
        double[] values = solution.Evaluate(experiment, run.Data.Get(experiment), steps);
        var records = new MeasurementTable(_columns, steps.Length);
        var stop = StopTest.Of(experiment, records);
        for (int row = 0; row < steps.Length; row++)
        {
            if (solution.CanDiverge && row > 0 && Enumerable.Range(0, _columns.Count).Any(IsLost))
                return new TrainingOutcome(point.Index, OutcomeStatus.Diverged, steps[row], records);
            records.Add(steps[row], values.AsSpan(row * _columns.Count, _columns.Count));
            if (stop is not null && stop.Holds()) return new TrainingOutcome(point.Index, OutcomeStatus.Stopped, steps[row], records);

            bool IsLost(int column) => double.IsFinite(values[column]) && !double.IsFinite(values[row * _columns.Count + column]);
        }

        return new TrainingOutcome(point.Index, OutcomeStatus.Finished, experiment.Steps, records);
    }
}
