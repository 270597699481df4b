namespace LayerDyn.Contracts.Cluster;

/// <summary>What the silos remember of a point.</summary>
/// <param name="Entries">Entries of their logs, the newest last.</param>
/// <param name="Silent">Names of the silos that did not answer.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.point-log")]
public sealed record PointLog(
    [property: Id(0)] IReadOnlyList<LogEntry> Entries,
    [property: Id(1)] IReadOnlyList<string> Silent);
