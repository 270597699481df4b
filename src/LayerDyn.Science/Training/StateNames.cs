namespace LayerDyn.Science.Training;

/// <summary>
/// What the tensors of a network's checkpoint are called, by every trainer: a point that begins on one kind of device may go on on another.
/// </summary>
internal static class StateNames
{
    /// <summary>Before the name of a parameter: its value now.</summary>
    public const string Parameter = "parameter.";

    /// <summary>Before the name of a parameter: its value at step 0.</summary>
    public const string Initial = "initial.";

    /// <summary>Before what an update rule calls a tensor of its own.</summary>
    public const string Optimizer = "optimizer.";
}
