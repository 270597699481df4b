namespace LayerDyn.Contracts.Cluster;

/// <summary>What a slot is busy with.</summary>
/// <param name="SweepId">The sweep.</param>
/// <param name="Pack">The pack.</param>
/// <param name="Points">Number of its points.</param>
/// <param name="Since">When the lane took it (UTC).</param>
[GenerateSerializer, Immutable, Alias("layerdyn.running-report")]
public sealed record RunningReport(
    [property: Id(0)] string SweepId,
    [property: Id(1)] string Pack,
    [property: Id(2)] int Points,
    [property: Id(3)] DateTime Since);
