namespace LayerDyn.Science.Training;

/// <summary>How a training ended.</summary>
public enum OutcomeStatus
{
    /// <summary>All steps were done.</summary>
    Finished,

    /// <summary>A weight or the loss stopped being finite: a result, not a failure.</summary>
    Diverged,

    /// <summary>The condition of <see cref="Experiments.Experiment.StopWhen"/> held at a measured step: no further step was done.</summary>
    Stopped,
}
