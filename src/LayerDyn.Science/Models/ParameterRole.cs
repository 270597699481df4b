namespace LayerDyn.Science.Models;

/// <summary>What a parameter does in its model.</summary>
public enum ParameterRole
{
    /// <summary>A weight matrix or vector.</summary>
    Weight,

    /// <summary>A bias vector.</summary>
    Bias,

    /// <summary>A table of embeddings.</summary>
    Embedding,

    /// <summary>The multiplicative gain of a normalisation.</summary>
    Gain,
}
