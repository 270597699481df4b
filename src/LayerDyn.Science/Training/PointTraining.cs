using LayerDyn.Science.Experiments;
using LayerDyn.Science.Observables;

namespace LayerDyn.Science.Training;

/// <summary>The training of one point, step after step, from its start or a checkpoint to its end.</summary>
internal abstract class PointTraining : IDisposable
{
    // Divergence is looked for at every measurement and every so many steps: a pure function of the point.
    private const int DivergenceCadence = 100;
    private const int HeartbeatMilliseconds = 500;

    private readonly TrainingPoint _point;
    private readonly TrainingRun _run;
    private readonly Experiment _experiment;
    private readonly MeasurementTable _records;
    private readonly double[] _row;

    protected PointTraining(TrainingPoint point, TrainingRun run)
    {
        (_point, _run, _experiment) = (point, run, point.Experiment);
        _records = new MeasurementTable(ExperimentColumns.Measured(_experiment));
        _row = new double[_records.Columns.Count];
    }

    public TrainingOutcome Run()
    {
        long[] measured = _experiment.MeasureAt.Resolve(_experiment.Steps);
        long step = Start();
        _run.Begin(_point.Index, _records);
        int next = Array.FindIndex(measured, at => at > step);
        if (step == 0 && _records.Rows == 0 && !Measure(0)) return Outcome(OutcomeStatus.Diverged, 0);
        long lastBeat = Environment.TickCount64;
        while (step < _experiment.Steps)
        {
            _run.CancellationToken.ThrowIfCancellationRequested();
            Update(step, _experiment.Optimizer.LearningRate * _experiment.Optimizer.Schedule.Factor(step, _experiment.Steps));
            step++;
            if (step == measured[next])
            {
                next++;
                if (!Measure(step)) return Outcome(OutcomeStatus.Diverged, step);
            }
            else if (step % DivergenceCadence == 0 && !IsFinite()) return Outcome(OutcomeStatus.Diverged, step);

            if (step < _experiment.Steps && _run.WantsCheckpoint(_point.Index, step))
                _run.Checkpoint(_point.Index, new Checkpoint(step, Save(), Copy(_records)));

            if (Environment.TickCount64 - lastBeat >= HeartbeatMilliseconds)
            {
                lastBeat = Environment.TickCount64;
                _run.Progress(_point.Index, step);
            }
        }

        return Outcome(OutcomeStatus.Finished, step);
    }

    public abstract void Dispose();

    /// <summary>The update that follows <paramref name="step"/> updates.</summary>
    protected abstract void Update(long step, double learningRate);

    /// <summary>Whether all parameters are finite.</summary>
    protected abstract bool IsFinite();

    /// <summary>The network as it is.</summary>
    protected abstract ISnapshot Snapshot(long step);

    /// <summary>The network as it was at step 0.</summary>
    protected abstract ISnapshot InitialSnapshot();

    /// <summary>The parameters by name.</summary>
    protected abstract Dictionary<string, CheckpointTensor> Weights();

    /// <summary>All state by name.</summary>
    protected abstract Dictionary<string, CheckpointTensor> Save();

    /// <summary>What owns the temporary values of a measurement; null when nothing has to.</summary>
    protected virtual IDisposable? MeasurementScope() => null;

    private long Start()
    {
        if (_point.ResumeFrom is not { } checkpoint) return 0;
        // Observables keep things from step 0: measuring the initial weights once more makes them as they were.
        using (MeasurementScope()) MeasureInto(InitialSnapshot());
        for (int row = 0; row < checkpoint.Records.Rows; row++)
        {
            for (int column = 0; column < _row.Length; column++) _row[column] = checkpoint.Records[row, column];
            _records.Add(checkpoint.Records.Steps[row], _row);
        }

        return checkpoint.Step;
    }

    // False when the network diverged; such a measurement is not recorded.
    private bool Measure(long step)
    {
        if (!IsFinite()) return false;
        using var scope = MeasurementScope();
        var snapshot = Snapshot(step);
        MeasureInto(snapshot);
        if (!Array.TrueForAll(_row, double.IsFinite) && !Array.TrueForAll(snapshot.Predict(snapshot.Data.Train).Data, double.IsFinite)) return false;
        _records.Add(step, _row);
        return true;
    }

    private void MeasureInto(ISnapshot snapshot)
    {
        int column = 0;
        foreach (var observable in _experiment.Observables)
        {
            int count = observable.Columns(_experiment).Count;
            observable.Measure(snapshot, _row.AsSpan(column, count));
            column += count;
        }
    }

    private TrainingOutcome Outcome(OutcomeStatus status, long step)
    {
        var weights = Weights(); // now: the parameters do not outlive the training
        return new(_point.Index, status, step, _records, () => weights);
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
