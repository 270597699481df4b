namespace LayerDyn.Science.Initialisations;

/// <summary>How biases start.</summary>
public enum BiasInit
{
    /// <summary>At zero.</summary>
    Zero,

    /// <summary>Normal, with the standard deviation of the weights of their layer.</summary>
    Normal,
}
