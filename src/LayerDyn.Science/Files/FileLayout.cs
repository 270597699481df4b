namespace LayerDyn.Science.Files;

/// <summary>Which way round samples lie in a file.</summary>
public enum FileLayout
{
    /// <summary>One sample a row, n x in, as in scikit-learn and PyTorch.</summary>
    SamplesFirst,

    /// <summary>One sample a column, in x n, as in papers.</summary>
    FeaturesFirst,
}
