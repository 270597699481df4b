namespace LayerDyn.Science.Training;

/// <summary>
/// What the tensors of a network's checkpoint are called, by every trainer: a point that begins on one kind of device may go on on another.
/// The parameters have their own names, as in the files of what is kept.
/// </summary>
internal static class StateNames
{
    /// <summary>Before the name of a parameter: its value at step 0.</summary>
    public const string Initial = "initial.";

    /// <summary>Before what an update rule calls a tensor of its own.</summary>
    public const string Optimizer = "optimizer.";

    /// <summary>The step that gradient flow tries next.</summary>
    public const string FlowControl = Optimizer + "gradient-flow.step";
}
