namespace LayerDyn.Science.Training;

/// <summary>The training of one point, step after step, from its start or a checkpoint to its end.</summary>
/// <param name="point">The point.</param>
/// <param name="run">Where results go.</param>
internal abstract class PointTraining(TrainingPoint point, TrainingRun run) : MeasuredPoint(point, run.CancellationToken)
{
    private const int HeartbeatMilliseconds = 500;

    public TrainingOutcome Run()
    {
        long[] measured = Experiment.MeasureAt.Resolve(Experiment.Steps);
        Resume();
        long step = StartStep;
        run.Begin(Index, Records);
        int next = Array.FindIndex(measured, at => at > step);
        if (step == 0 && Records.Rows == 0)
        {
            if (Look(0) is { } atOnce) return atOnce;
        }

        long lastBeat = Environment.TickCount64;
        while (step < Experiment.Steps)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            Update(step, Experiment.Optimizer.StepSize * Experiment.Optimizer.Schedule.Factor(step, Experiment.Steps));
            step++;
            if (step == measured[next])
            {
                next++;
                if (Look(step) is { } ended) return ended;
            }
            else if (step % DivergenceCadence == 0 && !IsFinite()) return Diverged(step);

            if (step < Experiment.Steps && run.WantsCheckpoint(Index, step)) run.Checkpoint(Index, Checkpoint(step));
            if (Environment.TickCount64 - lastBeat >= HeartbeatMilliseconds)
            {
                lastBeat = Environment.TickCount64;
                run.Progress(Index, step);
            }
        }

        return Finished();
    }

    /// <summary>Measures the network, and keeps of it what is kept; the outcome where the training ends before its last step.</summary>
    private TrainingOutcome? Look(long step)
    {
        if (!Measure(step)) return Diverged(step);
        bool stops = ShouldStop, ends = stops || step == Experiment.Steps;
        if (Keeps(step, ends)) run.Keep(Index, Keep(step, ends));
        return stops ? Stopped(step) : null;
    }

    /// <summary>The update that follows <paramref name="step"/> updates.</summary>
    protected abstract void Update(long step, double learningRate);
}
