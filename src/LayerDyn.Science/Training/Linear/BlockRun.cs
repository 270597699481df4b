namespace LayerDyn.Science.Training.Linear;

/// <summary>One block from its first step to its last: stepping, measuring, checkpoints and divergence.</summary>
internal sealed class BlockRun
{
    private const int ChunksPerSignOfLife = 1024;
    private readonly Block _block;
    private readonly long[] _measured;
    private readonly TrainingRun _run;
    private readonly LinearSnapshot[] _snapshots;
    private readonly bool[] _ended;
    private readonly double[] _row;
    private readonly int[] _columns;
    private int _live;

    public BlockRun(Block block, long[] measured, TrainingRun run)
    {
        (_block, _measured, _run) = (block, measured, run);
        _snapshots = [.. block.Points.Select(point => new LinearSnapshot(point))];
        _ended = new bool[block.Points.Length];
        var experiment = block.Points[0].Experiment;
        _columns = [.. experiment.Observables.Select(observable => observable.Columns(experiment).Count)];
        _row = new double[block.Points[0].Records.Columns.Count];
        _live = block.Points.Length;
    }

    public void Train()
    {
        long step = _block.Points[0].StartStep, last = _measured[^1];
        foreach (var point in _block.Points) _run.Begin(point.Index, point.Records);
        if (step == 0) Measure(0, last);
        foreach (long target in _measured)
        {
            if (target <= step) continue;
            for (int chunk = 1; step < target && _live > 0; chunk++)
            {
                _run.CancellationToken.ThrowIfCancellationRequested();

                // Checks fall on fixed steps, so that the step at which divergence is seen does not depend on the schedule of a resume.
                long next = Math.Min(target, (step / Block.Chunk + 1) * Block.Chunk);
                _block.Advance(step, next);
                step = next;
                for (int i = 0; i < _ended.Length; i++)
                    if (!_ended[i] && !_block.IsFinite(i)) Diverge(i, step);
                if (chunk % ChunksPerSignOfLife != 0) continue;
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
            var point = _block.Points[i];
            if (step > 0) _block.Read(i);
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
            var point = _block.Points[i];
            if (_ended[i] || !_run.WantsCheckpoint(point.Index, step)) continue;
            _block.Read(i);
            _run.Checkpoint(point.Index, point.Checkpoint(step));
        }
    }

    private void Diverge(int i, long step)
    {
        _ended[i] = true;
        _live--;
        _block.Retire(i);
        _run.Complete(_block.Points[i].Diverged(step));
    }

    private void SignOfLife(long step)
    {
        for (int i = 0; i < _ended.Length; i++)
            if (!_ended[i]) _run.Progress(_block.Points[i].Index, step);
    }
}
