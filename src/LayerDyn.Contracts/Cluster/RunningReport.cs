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
    [property: Id(3)] DateTime Since)
{
    /// <summary>The points, as ranges of indices: <c>0-511,600</c>.</summary>
    [Id(4)] public string Indices { get; init; } = "";

    /// <summary>Which attempt of its points it is, from 1.</summary>
    [Id(5)] public int Number { get; init; }

    /// <summary>Steps done over its points, those before a resume included.</summary>
    [Id(6)] public long StepsDone { get; init; }

    /// <summary>Steps of all its points together; 0 until that is known.</summary>
    [Id(7)] public long Steps { get; init; }
}
