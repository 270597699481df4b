namespace LayerDyn.Contracts.Experiments;

/// <summary>
/// Points to run on one lane as one program. The points are named by their indices: the silo has the sweep's resolved spec, which
/// never changes, and makes the canonical texts itself.
/// </summary>
/// <param name="SweepId">The sweep.</param>
/// <param name="Shard">Key of the shard that the report goes to.</param>
/// <param name="Pack">The pack's name.</param>
/// <param name="Attempt">Counts up each time the pack is handed out.</param>
/// <param name="Points">The points, as ranges of indices: <c>0-511,600</c>.</param>
/// <param name="Weight">The sweep's share of a lane that others want too.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.pack-assignment")]
public sealed record PackAssignment(
    [property: Id(0)] string SweepId,
    [property: Id(1)] string Shard,
    [property: Id(2)] string Pack,
    [property: Id(3)] int Attempt,
    [property: Id(4)] string Points,
    [property: Id(5)] int Weight)
{
    /// <summary>
    /// Whether each point is to run by itself: set after the pack hung or took a silo down, so that the point to blame is found.
    /// </summary>
    [Id(6)] public bool Alone { get; init; }
}
