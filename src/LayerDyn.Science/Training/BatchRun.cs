namespace LayerDyn.Science.Training;

/// <summary>One batch from its first step to its last, on any device: stepping, measuring, checkpoints, divergence and stops.</summary>
/// <param name="batch">What steps the points.</param>
/// <param name="points">The points, all of which start at the same step.</param>
/// <param name="measured">The measured steps, up to the last step.</param>
/// <param name="run">Where results go.</param>
internal sealed class BatchRun(IPointBatch batch, IReadOnlyList<IBatchPoint> points, long[] measured, TrainingRun run)
{
    private const int HeartbeatMilliseconds = 500;
    private readonly bool[] _ended = new bool[points.Count];
    private int _live = points.Count;

    public void Train()
    {
        long step = points[0].StartStep, last = measured[^1];
        foreach (var point in points) run.Begin(point.Index, point.Records);
        if (step == 0) Measure(0, last);
        long lastBeat = Environment.TickCount64;
        foreach (long target in measured)
        {
            if (target <= step) continue;
            for (int advances = 1; step < target && _live > 0; advances++)
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                long next = batch.Reach(step, target);
                batch.Advance(step, next);
                step = next;
                for (int i = 0; i < _ended.Length; i++)
                    if (!_ended[i] && batch.DivergedAt(i) is { } at) Diverge(i, at);
                if (advances % batch.AdvancesPerSignOfLife != 0 && Environment.TickCount64 - lastBeat < HeartbeatMilliseconds) continue;
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
            var point = points[i];
            if (step == 0 && point.Records.Rows > 0) continue; // it goes on from a checkpoint of its start
            bool isRead = step == 0 && !batch.StartsOnDevice; // the initial state is where the point has it
            if (point.NeedsState) Read();
            if (!point.Measure(step))
            {
                Diverge(i, step);
                continue;
            }

            bool stops = point.ShouldStop;
            if (point.Keeps(step, stops || step == last))
            {
                Read();
                run.Keep(point.Index, point.Keep(step, stops || step == last));
            }

            if (stops)
            {
                Read();
                Retire(i);
                run.Complete(point.Stopped(step));
                continue;
            }

            if (step == last)
            {
                Read();
                _ended[i] = true;
                _live--;
                run.Complete(point.Finished());
                continue;
            }

            run.Progress(point.Index, step);
            if (!run.WantsCheckpoint(point.Index, step)) continue;
            Read();
            run.Checkpoint(point.Index, point.Checkpoint(step));

            void Read()
            {
                if (!isRead) batch.Read(i);
                isRead = true;
            }
        }
    }

    private void OfferCheckpoints(long step)
    {
        for (int i = 0; i < _ended.Length; i++)
        {
            var point = points[i];
            if (_ended[i] || !run.WantsCheckpoint(point.Index, step)) continue;
            batch.Read(i);
            run.Checkpoint(point.Index, point.Checkpoint(step));
        }
    }

    private void Diverge(int i, long step)
    {
        Retire(i); // before the outcome: it may read the weights that the outcome has
        run.Complete(points[i].Diverged(step));
    }

    private void Retire(int i)
    {
        _ended[i] = true;
        _live--;
        batch.Retire(i);
    }

    private void SignOfLife(long step)
    {
        for (int i = 0; i < _ended.Length; i++)
            if (!_ended[i]) run.Progress(points[i].Index, step);
    }
}
