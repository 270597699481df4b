namespace LayerDyn.Science.Training.Linear;

/// <summary>One batch from its first step to its last, on any device: stepping, measuring, checkpoints and divergence.</summary>
internal sealed class BatchRun
{
    private const int HeartbeatMilliseconds = 500;
    private readonly ILinearBatch _batch;
    private readonly long[] _measured;
    private readonly TrainingRun _run;
    private readonly LinearSnapshot[] _snapshots;
    private readonly bool[] _ended;
    private readonly double[] _row;
    private readonly int[] _columns;
    private int _live;

    public BatchRun(ILinearBatch batch, long[] measured, TrainingRun run)
    {
        (_batch, _measured, _run) = (batch, measured, run);
        _snapshots = [.. batch.Points.Select(point => new LinearSnapshot(point))];
        _ended = new bool[batch.Points.Length];
        var experiment = batch.Points[0].Experiment;
        _columns = [.. experiment.Observables.Select(observable => observable.Columns(experiment).Count)];
        _row = new double[batch.Points[0].Records.Columns.Count];
        _live = batch.Points.Length;
    }

    public void Train()
    {
        long step = _batch.Points[0].StartStep, last = _measured[^1];
        foreach (var point in _batch.Points) _run.Begin(point.Index, point.Records);
        if (step == 0) Measure(0, last);
        long lastBeat = Environment.TickCount64;
        foreach (long target in _measured)
        {
            if (target <= step) continue;
            for (int advances = 1; step < target && _live > 0; advances++)
            {
                _run.CancellationToken.ThrowIfCancellationRequested();
                long next = _batch.Reach(step, target);
                _batch.Advance(step, next);
                step = next;
                for (int i = 0; i < _ended.Length; i++)
                    if (!_ended[i] && _batch.DivergedAt(i) is { } at) Diverge(i, at);
                if (advances % _batch.AdvancesPerSignOfLife != 0 && Environment.TickCount64 - lastBeat < HeartbeatMilliseconds) continue;
                lastBeat = Environment.TickCount64;
                SignOfLife(step);
                if (step < target) OfferCheckpoints(step);
            }

            if (_live == 0) return;
            Measure(step, last);
        }
    }

    private void Measure(long step, long last)
    {
        for (int i = 0; i < _ended.Length; i++)
        {
            if (_ended[i]) continue;
            var point = _batch.Points[i];
            if (step > 0) _batch.Read(i);
            var snapshot = _snapshots[i];
            snapshot.MoveTo(step);
            if (!double.IsFinite(snapshot.TrainLoss))
            {
                Diverge(i, step);
                continue;
            }

            int column = 0;
            for (int o = 0; o < _columns.Length; o++)
            {
                point.Experiment.Observables[o].Measure(snapshot, _row.AsSpan(column, _columns[o]));
                column += _columns[o];
            }

            point.Records.Add(step, _row);
            if (step == last)
            {
                _ended[i] = true;
                _live--;
                _run.Complete(point.Finished());
                continue;
            }

            _run.Progress(point.Index, step);
            if (_run.WantsCheckpoint(point.Index, step)) _run.Checkpoint(point.Index, point.Checkpoint(step));
        }
    }

    private void OfferCheckpoints(long step)
    {
        for (int i = 0; i < _ended.Length; i++)
        {
            var point = _batch.Points[i];
            if (_ended[i] || !_run.WantsCheckpoint(point.Index, step)) continue;
            _batch.Read(i);
            _run.Checkpoint(point.Index, point.Checkpoint(step));
        }
    }

    private void Diverge(int i, long step)
    {
        _ended[i] = true;
        _live--;
        _batch.Retire(i);
        _run.Complete(_batch.Points[i].Diverged(step));
    }

    private void SignOfLife(long step)
    {
        for (int i = 0; i < _ended.Length; i++)
            if (!_ended[i]) _run.Progress(_batch.Points[i].Index, step);
    }
}
