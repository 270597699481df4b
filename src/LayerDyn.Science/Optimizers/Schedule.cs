namespace LayerDyn.Science.Optimizers;

/// <summary>How the learning rate changes with the step.</summary>
public abstract record Schedule
{
    /// <summary>Factor on the learning rate at <paramref name="step"/> (0 for the first update) of <paramref name="steps"/>.</summary>
    public abstract double Factor(long step, long steps);
}
