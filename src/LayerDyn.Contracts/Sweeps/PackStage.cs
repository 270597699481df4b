namespace LayerDyn.Contracts.Sweeps;

/// <summary>How far a pack is on its silo.</summary>
[GenerateSerializer, Alias("layerdyn.pack-stage")]
public enum PackStage
{
    /// <summary>Waits for a lane.</summary>
    Waiting = 0,

    /// <summary>A lane trains it.</summary>
    Training = 1,

    /// <summary>Its lane is free again; its results are on their way to the store.</summary>
    Committing = 2,
}
