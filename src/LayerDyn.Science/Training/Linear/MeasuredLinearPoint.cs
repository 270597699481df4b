using LayerDyn.Science.Keeping;

namespace LayerDyn.Science.Training.Linear;

/// <summary>A point of a linear batch as it is measured.</summary>
/// <param name="point">The point.</param>
/// <param name="columns">How many columns each observable has.</param>
/// <param name="row">For one measurement; shared by the points of a batch.</param>
/// <param name="measurements">What the device measures of the batch; null where the processor measures everything.</param>
/// <param name="number">The point's number in the batch.</param>
/// <param name="cancellation">Ends a measurement.</param>
internal sealed class MeasuredLinearPoint(
    LinearPoint point, int[] columns, double[] row, IDeviceMeasurements? measurements, int number, CancellationToken cancellation) : IBatchPoint
{
    private readonly LinearSnapshot _snapshot = new(point, cancellation);

    public long Index => point.Index;

    public long StartStep => point.StartStep;

    public MeasurementTable Records => point.Records;

    public bool ShouldStop => point.ShouldStop;

    public bool NeedsState => measurements is null || !measurements.Suffices(number);

    /// <summary>The points of a batch.</summary>
    public static MeasuredLinearPoint[] Of(ILinearBatch batch, CancellationToken cancellation)
    {
        var points = batch.Points;
        var experiment = points[0].Experiment;
        int[] columns = [.. experiment.Observables.Select(observable => observable.Columns(experiment).Count)];
        double[] row = new double[points[0].Records.Columns.Count];
        return [.. points.Select((point, i) => new MeasuredLinearPoint(point, columns, row, batch.Measurements, i, cancellation))];
    }

    public bool Measure(long step)
    {
        _snapshot.MoveTo(step);
        var measured = measurements is not null && measurements.IsMeasured(number) ? measurements : null;
        if (!double.IsFinite(measured?.TrainLoss(number) ?? _snapshot.TrainLoss)) return false;
        int column = 0;
        for (int o = 0; o < columns.Length; o++)
        {
            cancellation.ThrowIfCancellationRequested();
            var values = row.AsSpan(column, columns[o]);
            if (measured is null || !measured.TryRead(number, o, values)) point.Experiment.Observables[o].Measure(_snapshot, values);
            column += columns[o];
        }

        point.Records.Add(step, row);
        return true;
    }

    public bool Keeps(long step, bool ends) => point.Experiment.Keep?.Takes(step, ends) == true;

    public KeptState Keep(long step, bool ends)
    {
        _snapshot.MoveTo(step); // a device may have measured it, and the weights were read since
        return KeptTensors.Of(point.Experiment.Keep!, point.NamedWeights, () => _snapshot, step, ends);
    }

    public Checkpoint Checkpoint(long step) => point.Checkpoint(step);

    public TrainingOutcome Finished() => point.Finished();

    public TrainingOutcome Stopped(long step) => point.Stopped(step);

    public TrainingOutcome Diverged(long step) => point.Diverged(step);
}
