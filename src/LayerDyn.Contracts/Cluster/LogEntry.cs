namespace LayerDyn.Contracts.Cluster;

/// <summary>An entry of a silo's log.</summary>
/// <param name="At">When it was written (UTC).</param>
/// <param name="Level">Its level: <c>Debug</c>, <c>Information</c>, <c>Warning</c> ...</param>
/// <param name="Message">What it says, shortened where it is very long.</param>
/// <param name="Silo">Name of the silo.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.log-entry")]
public sealed record LogEntry(
    [property: Id(0)] DateTime At,
    [property: Id(1)] string Level,
    [property: Id(2)] string Message,
    [property: Id(3)] string Silo);
