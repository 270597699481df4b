namespace LayerDyn.Science.Parametrisations;

/// <summary>The scales of the weights w of a layer <c>W = multiplier w</c>.</summary>
/// <param name="Multiplier">The factor of w in the forward pass.</param>
/// <param name="Start">The factor on the standard deviation that the initialisation gives w.</param>
/// <param name="Rate">The factor on the learning rate of w.</param>
public readonly record struct LayerScale(double Multiplier, double Start, double Rate)
{
    /// <summary>Nothing scaled.</summary>
    public static LayerScale One => new(1, 1, 1);
}
