namespace LayerDyn.Science.Tasks;

/// <summary>What a task promises about the second moments <c>X X^T / n</c> of its training inputs, which exact solutions go by.</summary>
public enum InputCovariance
{
    /// <summary>Nothing.</summary>
    Any,

    /// <summary>Exactly uncorrelated inputs, of any variances.</summary>
    Diagonal,

    /// <summary>Exactly uncorrelated inputs that all have one variance: the identity times it.</summary>
    Isotropic,

    /// <summary>Whitened: the identity.</summary>
    Identity,
}
