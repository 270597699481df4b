namespace LayerDyn.Sweeps.Planning;

/// <summary>How sampled axes are drawn.</summary>
public enum SampleMethod
{
    /// <summary>By a scrambled Sobol sequence, which fills the axes evenly.</summary>
    Sobol,

    /// <summary>Independently at random.</summary>
    Random,
}
