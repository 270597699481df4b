namespace LayerDyn.Science.Optimizers;

/// <summary>Which weights <see cref="Muon"/> takes.</summary>
public enum MuonMatrices
{
    /// <summary>The weight matrices between the first and the last, as published.</summary>
    Hidden,

    /// <summary>All weight matrices.</summary>
    All,
}
