namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// The scaling laws of the multilinear skill model with frequencies <c>p_k ~ k^-(alpha+1)</c> (Nam et al. 2024, arXiv 2404.17563).
/// </summary>
public enum ScalingLaw
{
    /// <summary>No exponent from theory.</summary>
    None,

    /// <summary><c>L ~ T^(-alpha/(alpha+1))</c>.</summary>
    Time,

    /// <summary><c>L ~ D^(-alpha/(alpha+1))</c>.</summary>
    Data,

    /// <summary><c>L ~ N^(-alpha)</c>.</summary>
    Parameters,

    /// <summary><c>L ~ C^(-alpha/(alpha+2))</c> at the best allocation of <c>C = N T</c>.</summary>
    Compute,
}
