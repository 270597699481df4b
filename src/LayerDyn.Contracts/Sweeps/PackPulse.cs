namespace LayerDyn.Contracts.Sweeps;

/// <summary>A sign of life of a pack.</summary>
/// <param name="Pack">The pack's name.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="StepsDone">Steps done over its points.</param>
/// <param name="Stage">How far it is.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.pack-pulse")]
public sealed record PackPulse(
    [property: Id(0)] string Pack,
    [property: Id(1)] long Attempt,
    [property: Id(2)] long StepsDone,
    [property: Id(3)] PackStage Stage);
