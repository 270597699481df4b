using LayerDyn.Science.Experiments;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>The training of one point, from its start or a checkpoint to its end.</summary>
internal sealed class TorchTraining : IDisposable
{
    // Divergence is looked for at every measurement and every so many steps: a pure function of the point.
    private const int DivergenceCadence = 100;
    private const int HeartbeatMilliseconds = 500;

    private readonly TrainingPoint _point;
    private readonly TrainingRun _run;
    private readonly Experiment _experiment;
    private readonly TorchState _state;
    private readonly BatchSource _batches;
    private readonly MeasurementTable _records;
    private readonly double[] _row;

    public TorchTraining(TrainingPoint point, TrainingRun run, torch.Device device)
    {
        (_point, _run, _experiment) = (point, run, point.Experiment);
        _state = new TorchState(point, run.Data, device);
        _batches = new BatchSource(_experiment, _state.Data, _experiment.Task.Shape.IsOnline ? default : _state.OnDevice(_state.Data.Train), device);
        _records = new MeasurementTable(ExperimentColumns.Measured(_experiment));
        _row = new double[_records.Columns.Count];
    }

    public TrainingOutcome Run()
    {
        long[] measured = _experiment.MeasureAt.Resolve(_experiment.Steps);
        long step = Start();
        int next = Array.FindIndex(measured, at => at > step);
        if (step == 0 && _records.Rows == 0 && !Measure(0)) return Outcome(OutcomeStatus.Diverged, 0);
        long lastBeat = Environment.TickCount64;
        while (step < _experiment.Steps)
        {
            _run.CancellationToken.ThrowIfCancellationRequested();
            Update(step);
            step++;
            if (step == measured[next])
            {
                next++;
                if (!Measure(step)) return Outcome(OutcomeStatus.Diverged, step);
            }
            else if (step % DivergenceCadence == 0 && !_state.IsFinite()) return Outcome(OutcomeStatus.Diverged, step);

            if (step < _experiment.Steps && _run.WantsCheckpoint(_point.Index, step))
                _run.Checkpoint(_point.Index, new Checkpoint(step, _state.Save(), Copy(_records)));

            if (Environment.TickCount64 - lastBeat >= HeartbeatMilliseconds)
            {
                lastBeat = Environment.TickCount64;
                _run.Progress(_point.Index, step);
            }
        }

        return Outcome(OutcomeStatus.Finished, step);
    }

    public void Dispose()
    {
        _batches.Dispose();
        _state.Dispose();
    }

    private long Start()
    {
        if (_point.ResumeFrom is not { } checkpoint) return 0;
        // Observables keep things from step 0: measuring the initial weights once more makes them as they were.
        using var scope = torch.NewDisposeScope();
        MeasureInto(new TorchSnapshot(_state, 0, _state.InitialLeaves()));
        for (int row = 0; row < checkpoint.Records.Rows; row++)
        {
            for (int column = 0; column < _row.Length; column++) _row[column] = checkpoint.Records[row, column];
            _records.Add(checkpoint.Records.Steps[row], _row);
        }

        return checkpoint.Step;
    }

    private void Update(long step)
    {
        using var scope = torch.NewDisposeScope();
        double learningRate = _experiment.Optimizer.LearningRate * _experiment.Optimizer.Schedule.Factor(step, _experiment.Steps);
        var gradients = _state.Engine.Gradients(_state.Parameters, _batches.At(step));
        using var noGrad = torch.no_grad();
        var gradient = torch.cat([.. gradients.Select(part => part.reshape(-1))]);
        _state.Rule.Step([_state.Flat], [gradient], step, learningRate);
    }

    // False when the network diverged; such a measurement is not recorded.
    private bool Measure(long step)
    {
        if (!_state.IsFinite()) return false;
        var snapshot = new TorchSnapshot(_state, step, _state.Parameters);
        MeasureInto(snapshot);
        if (!Array.TrueForAll(_row, double.IsFinite) && !Array.TrueForAll(snapshot.Predict(_state.Data.Train).Data, double.IsFinite)) return false;
        _records.Add(step, _row);
        return true;
    }

    private void MeasureInto(TorchSnapshot snapshot)
    {
        using var scope = torch.NewDisposeScope();
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
        var weights = _state.Weights(); // now: the tensors do not outlive the training
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
