namespace LayerDyn.Science.Tasks;

/// <summary>Covariances of the inputs of a sequence that need no list of eigenvalues; all have trace 1.</summary>
public enum ContextSpectrum
{
    /// <summary>Proportional to D, D - 1 ... 1, the published one (Zhang et al. 2025, arXiv 2501.16265) with the largest first.</summary>
    Proportional,

    /// <summary>All equal to 1/D.</summary>
    White,
}
