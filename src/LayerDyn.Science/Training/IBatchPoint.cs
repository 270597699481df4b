using LayerDyn.Science.Keeping;

namespace LayerDyn.Science.Training;

/// <summary>A point of an <see cref="IPointBatch"/> as it is measured, by the weights that the batch read last.</summary>
internal interface IBatchPoint
{
    /// <summary>The caller's number for the point.</summary>
    long Index { get; }

    /// <summary>Steps done when this training was taken up.</summary>
    long StartStep { get; }

    /// <summary>What was measured.</summary>
    MeasurementTable Records { get; }

    /// <summary>Whether the next measurement looks at the state that the batch reads: not where a device has measured the point.</summary>
    bool NeedsState { get; }

    /// <summary>Records a measurement; false when the network has diverged, and nothing is recorded.</summary>
    bool Measure(long step);

    /// <summary>Whether what was measured last ends the training, as the experiment says.</summary>
    bool ShouldStop { get; }

    /// <summary>Whether something is kept of it at a measured step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ends">Whether the training ends there.</param>
    bool Keeps(long step, bool ends);

    /// <summary>What is kept of it at the step that was measured last, by the state that the batch reads.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ends">Whether the training ends there.</param>
    KeptState Keep(long step, bool ends);

    /// <summary>All state, after <paramref name="step"/> steps.</summary>
    Checkpoint Checkpoint(long step);

    /// <summary>The outcome after the last step.</summary>
    TrainingOutcome Finished();

    /// <summary>The outcome of a training that stopped at <paramref name="step"/>.</summary>
    TrainingOutcome Stopped(long step);

    /// <summary>The outcome of divergence, seen at <paramref name="step"/>.</summary>
    TrainingOutcome Diverged(long step);
}
