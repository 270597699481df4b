using LayerDyn.Science.Experiments;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Lanes;

/// <summary>A point on a lane.</summary>
/// <param name="Index">Its index in the sweep.</param>
/// <param name="Id">Its identity; null when it runs with others and has no checkpoints.</param>
/// <param name="Experiment">What is trained.</param>
/// <param name="ResumeFrom">Where it was left; null to begin.</param>
/// <param name="Started">Timestamp of its start.</param>
internal sealed record RunningPoint(long Index, PointId? Id, Experiment Experiment, Checkpoint? ResumeFrom, long Started)
{
    private long _steps = ResumeFrom?.Step ?? 0;

    /// <summary>Timestamp of its last checkpoint.</summary>
    public long LastSaved { get; set; } = Started;

    /// <summary>Step of its last checkpoint.</summary>
    public long SavedStep { get; set; } = ResumeFrom?.Step ?? 0;

    /// <summary>The files with what is kept of it, in order of their steps.</summary>
    public List<KeptFile> Kept { get; } = [.. ResumeFrom?.Kept ?? []];

    /// <summary>Whether it has checkpoints in the store.</summary>
    public bool Saved { get; set; }

    /// <summary>Timestamp of the last time that its records went to the store.</summary>
    public long Streamed { get; set; } = Started;

    /// <summary>How many rows went there then.</summary>
    public int StreamedRows { get; set; } = ResumeFrom?.Records.Rows ?? 0;

    /// <summary>How long the next such time is waited for at least, so that writing costs little beside training.</summary>
    public TimeSpan StreamWait { get; set; }

    /// <summary>Whether they are on their way there.</summary>
    public bool IsStreaming { get; set; }

    /// <summary>What is measured of it, as far as it has come; null before its first step.</summary>
    public MeasurementTable? Records { get; private set; }

    /// <summary>It is trained from where it was left, for the first time or once more.</summary>
    public void Begin(MeasurementTable records)
    {
        Records = records;
        Kept.Clear();
        Kept.AddRange(ResumeFrom?.Kept ?? []);
    }

    /// <summary>Steps done since the last call.</summary>
    public long StepsSince(long step)
    {
        long advance = Math.Max(0, step - _steps);
        _steps += advance;
        return advance;
    }

    /// <summary>Steps from the last call to the end.</summary>
    public long StepsLeft() => StepsSince(Experiment.Steps);
}
