namespace LayerDyn.Contracts.Experiments;

/// <summary>Points to run on one lane as one program.</summary>
/// <param name="SweepId">The sweep.</param>
/// <param name="Pack">The pack's name: also the name of its segment in the store.</param>
/// <param name="Attempt">Counts up each time the pack is handed out.</param>
/// <param name="Points">The points.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.pack-assignment")]
public sealed record PackAssignment(
    [property: Id(0)] string SweepId,
    [property: Id(1)] string Pack,
    [property: Id(2)] int Attempt,
    [property: Id(3)] IReadOnlyList<PointMessage> Points);
