namespace LayerDyn.Science.Models;

/// <summary>The name and shape of one parameter tensor.</summary>
/// <param name="Name">Its name in checkpoints, e.g. <c>W1</c> or <c>b1</c>.</param>
/// <param name="Dimensions">Its dimensions; a weight is out x in, as in PyTorch.</param>
/// <param name="Role">What it does, which initialisations go by.</param>
public sealed record ParameterShape(string Name, IReadOnlyList<int> Dimensions, ParameterRole Role)
{
    /// <summary>Number of scalars.</summary>
    public long Count => Dimensions.Aggregate(1L, (product, size) => product * size);

    /// <summary>Number of inputs that each output of this weight sums over: the last dimension.</summary>
    public int FanIn { get; init; } = Dimensions[^1];
}
