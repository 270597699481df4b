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
/// <param name="Device">Kind of device that its points need: <c>any</c>, <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="MinMemory">Bytes of memory that the device must have.</param>
/// <param name="Number">Which attempt of its points it is, from 1, for people.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.pack-assignment")]
public sealed record PackAssignment(
    [property: Id(0)] string SweepId,
    [property: Id(1)] string Shard,
    [property: Id(2)] string Pack,
    [property: Id(3)] long Attempt,
    [property: Id(4)] string Points,
    [property: Id(5)] int Weight,
    [property: Id(6)] string Device = "any",
    [property: Id(7)] long MinMemory = 0,
    [property: Id(8)] int Number = 1);
