namespace LayerDyn.Science.Models;

/// <summary>The function between the layers of a network.</summary>
public enum Activation
{
    /// <summary>None: the linear twin of a nonlinear network.</summary>
    Linear,

    /// <summary><c>max(x, 0)</c>.</summary>
    Relu,

    /// <summary><c>tanh x</c>.</summary>
    Tanh,

    /// <summary><c>x Phi(x)</c> with the normal distribution function Phi (the exact form, not the tanh approximation).</summary>
    Gelu,

    /// <summary><c>x^2</c> (Gromov 2023, arXiv 2301.02679).</summary>
    Square,
}
