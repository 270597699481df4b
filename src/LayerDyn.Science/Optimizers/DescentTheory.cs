namespace LayerDyn.Science.Optimizers;

/// <summary>Which exact solution stands for gradient descent.</summary>
public enum DescentTheory
{
    /// <summary>That of gradient flow, the limit of small steps.</summary>
    Flow,

    /// <summary>The map of a step itself, at any step size, where it is known in closed form.</summary>
    Steps,
}
