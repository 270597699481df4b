namespace LayerDyn.Science.Training.Linear;

/// <summary>A point of a linear batch as it is measured.</summary>
/// <param name="point">The point.</param>
/// <param name="columns">How many columns each observable has.</param>
/// <param name="row">For one measurement; shared by the points of a batch.</param>
internal sealed class MeasuredLinearPoint(LinearPoint point, int[] columns, double[] row) : IBatchPoint
{
    private readonly LinearSnapshot _snapshot = new(point);

    public long Index => point.Index;

    public long StartStep => point.StartStep;

    public MeasurementTable Records => point.Records;

    public bool ShouldStop => point.ShouldStop;

    /// <summary>The points of a batch.</summary>
    public static MeasuredLinearPoint[] Of(LinearPoint[] points)
    {
        var experiment = points[0].Experiment;
        int[] columns = [.. experiment.Observables.Select(observable => observable.Columns(experiment).Count)];
        double[] row = new double[points[0].Records.Columns.Count];
        return [.. points.Select(point => new MeasuredLinearPoint(point, columns, row))];
    }

    public bool Measure(long step)
    {
        _snapshot.MoveTo(step);
        if (!double.IsFinite(_snapshot.TrainLoss)) return false;
        int column = 0;
        for (int o = 0; o < columns.Length; o++)
        {
            point.Experiment.Observables[o].Measure(_snapshot, row.AsSpan(column, columns[o]));
            column += columns[o];
        }

        point.Records.Add(step, row);
        return true;
    }

    public Checkpoint Checkpoint(long step) => point.Checkpoint(step);

    public TrainingOutcome Finished() => point.Finished();

    public TrainingOutcome Stopped(long step) => point.Stopped(step);

    public TrainingOutcome Diverged(long step) => point.Diverged(step);
}
