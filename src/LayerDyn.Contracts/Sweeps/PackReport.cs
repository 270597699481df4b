namespace LayerDyn.Contracts.Sweeps;

/// <summary>How a pack of points ended on a lane.</summary>
/// <param name="Pack">The pack's name.</param>
/// <param name="Attempt">The attempt it reports on; a report of an older attempt is still welcome, its points are committed if due.</param>
/// <param name="Segment">Name of the segment in the store that holds the results; empty when no point got one.</param>
/// <param name="Committed">Points in the segment, as ranges of indices: <c>0-511,600</c>.</param>
/// <param name="Diverged">Those of them that diverged, as ranges.</param>
/// <param name="Failures">Points that used up their attempts.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.pack-report")]
public sealed record PackReport(
    [property: Id(0)] string Pack,
    [property: Id(1)] long Attempt,
    [property: Id(2)] string Segment,
    [property: Id(3)] string Committed,
    [property: Id(4)] string Diverged,
    [property: Id(5)] IReadOnlyList<PointFailure> Failures)
{
    /// <summary>What kept the pack from being committed, such as a full disk; null when nothing did. The points stay due.</summary>
    [Id(6)] public string? Trouble { get; init; }

    /// <summary>The silo that ran it.</summary>
    [Id(7)] public string Silo { get; init; } = "";

    /// <summary>Which attempt of its points it was, from 1; 0 when nobody knows.</summary>
    [Id(8)] public int Number { get; init; }

    /// <summary>Points that have a result after all, though their training threw before: how often, and what it said last.</summary>
    [Id(9)] public IReadOnlyList<PointFailure> Retried { get; init; } = [];

    /// <summary>Optimizer steps that it did, over all its points.</summary>
    [Id(10)] public long Steps { get; init; }

    /// <summary>The segment's records file; null when no point got a result.</summary>
    [Id(11)] public FileDigest? Records { get; init; }

    /// <summary>The segment's results file; null when no point got a result.</summary>
    [Id(12)] public FileDigest? Results { get; init; }
}
