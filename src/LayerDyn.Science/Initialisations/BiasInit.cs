namespace LayerDyn.Science.Initialisations;

/// <summary>How biases start.</summary>
public enum BiasInit
{
    /// <summary>At zero.</summary>
    Zero,

    /// <summary>Normal, with the standard deviation of the weights of their layer.</summary>
    Normal,

    /// <summary>Uniform in ±1/sqrt(fan-in) of their layer, as <c>torch.nn.Linear</c> starts them, whatever its weights.</summary>
    TorchDefault,
}
