namespace LayerDyn.Sweeps.Curves;

/// <summary>What skills emerge in, for the calibrated curve (Nam et al. 2024, arXiv 2404.17563).</summary>
public enum EmergenceLaw
{
    /// <summary>No calibrated curve.</summary>
    None,

    /// <summary>Training time: a sigmoid in time whose rate is proportional to the skill's frequency.</summary>
    Time,

    /// <summary>Number of samples: <c>1 - sqrt(max(0, 1 - D p_k / D_c))</c>.</summary>
    Data,

    /// <summary>Number of parameters: <c>clip((N - (k - 1) N_c) / N_c, 0, 1)</c>.</summary>
    Parameters,
}
