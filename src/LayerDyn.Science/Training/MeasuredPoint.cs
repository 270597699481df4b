using LayerDyn.Science.Experiments;
using LayerDyn.Science.Keeping;

namespace LayerDyn.Science.Training;

/// <summary>A network in training as it is measured: its records, its checkpoints and its outcome. A measurement ends where the training is told to.</summary>
internal abstract class MeasuredPoint : IBatchPoint, IDisposable
{
    /// <summary>Divergence is looked for at every measurement and every so many steps: a pure function of the point.</summary>
    public const int DivergenceCadence = 100;

    private readonly TrainingPoint _point;
    private readonly CancellationToken _cancellation;
    private readonly double[] _row;
    private readonly StopTest? _stop;

    protected MeasuredPoint(TrainingPoint point, CancellationToken cancellation)
    {
        (_point, _cancellation) = (point, cancellation);
        Records = new MeasurementTable(ExperimentColumns.Measured(point.Experiment));
        _row = new double[Records.Columns.Count];
        _stop = StopTest.Of(point.Experiment, Records);
    }

    public long Index => _point.Index;

    public long StartStep => _point.ResumeFrom?.Step ?? 0;

    public bool NeedsState => true;

    public MeasurementTable Records { get; }

    public Experiment Experiment => _point.Experiment;

    /// <summary>Makes a resumed point's records and observables what they were.</summary>
    public void Resume()
    {
        if (_point.ResumeFrom is not { } checkpoint) return;
        // Observables keep things from step 0: measuring the initial weights once more makes them as they were.
        using (MeasurementScope()) MeasureInto(Told(InitialSnapshot()));
        for (int row = 0; row < checkpoint.Records.Rows; row++)
        {
            for (int column = 0; column < _row.Length; column++) _row[column] = checkpoint.Records[row, column];
            Records.Add(checkpoint.Records.Steps[row], _row);
        }
    }

    public bool Measure(long step)
    {
        if (!IsFinite()) return false;
        using var scope = MeasurementScope();
        var snapshot = Told(Snapshot(step));
        MeasureInto(snapshot);
        if (!Array.TrueForAll(_row, double.IsFinite) && !Array.TrueForAll(snapshot.Predict(snapshot.Data.Train).Data, double.IsFinite)) return false;
        Records.Add(step, _row);
        return true;
    }

    public bool ShouldStop => _stop is not null && _stop.Holds();

    public bool Keeps(long step, bool ends) => Experiment.Keep?.Takes(step, ends) == true;

    public KeptState Keep(long step, bool ends)
    {
        using var scope = MeasurementScope();
        return KeptTensors.Of(Experiment.Keep!, Weights, () => Told(Snapshot(step)), step, ends);
    }

    public Checkpoint Checkpoint(long step) => new(step, Save(), Copy(Records));

    public TrainingOutcome Finished() => Outcome(OutcomeStatus.Finished, Experiment.Steps);

    public TrainingOutcome Stopped(long step) => Outcome(OutcomeStatus.Stopped, step);

    public TrainingOutcome Diverged(long step) => Outcome(OutcomeStatus.Diverged, step);

    public abstract void Dispose();

    /// <summary>Whether all parameters are finite.</summary>
    protected abstract bool IsFinite();

    /// <summary>The network as it is.</summary>
    protected abstract NetSnapshot Snapshot(long step);

    /// <summary>The network as it was at step 0.</summary>
    protected abstract NetSnapshot InitialSnapshot();

    /// <summary>The parameters by name.</summary>
    protected abstract Dictionary<string, CheckpointTensor> Weights();

    /// <summary>All state by name.</summary>
    protected abstract Dictionary<string, CheckpointTensor> Save();

    /// <summary>What owns the temporary values of a measurement; null when nothing has to.</summary>
    protected virtual IDisposable? MeasurementScope() => null;

    private NetSnapshot Told(NetSnapshot snapshot)
    {
        snapshot.Cancellation = _cancellation;
        return snapshot;
    }

    private void MeasureInto(NetSnapshot snapshot)
    {
        int column = 0;
        foreach (var observable in Experiment.Observables)
        {
            _cancellation.ThrowIfCancellationRequested();
            int count = observable.Columns(Experiment).Count;
            observable.Measure(snapshot, _row.AsSpan(column, count));
            column += count;
        }
    }

    private TrainingOutcome Outcome(OutcomeStatus status, long step)
    {
        var weights = Weights(); // now: the parameters do not outlive the training
        return new(_point.Index, status, step, Records, () => weights);
    }

    private static MeasurementTable Copy(MeasurementTable records)
    {
        var copy = new MeasurementTable(records.Columns);
        double[] row = new double[records.Columns.Count];
        for (int r = 0; r < records.Rows; r++)
        {
            for (int c = 0; c < row.Length; c++) row[c] = records[r, c];
            copy.Add(records.Steps[r], row);
        }

        return copy;
    }
}
