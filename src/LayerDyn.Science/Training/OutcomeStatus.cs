namespace LayerDyn.Science.Training;

/// <summary>How a training ended.</summary>
public enum OutcomeStatus
{
    /// <summary>All steps were done.</summary>
    Finished,

    /// <summary>A weight or the loss stopped being finite: a result, not a failure.</summary>
    Diverged,
}
