using LayerDyn.Contracts.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Contracts.Scheduling;

/// <summary>How a lease ended.</summary>
/// <param name="Lease">The lease; its results count also where the shard does not know it any more.</param>
/// <param name="Segment">Name of the segment in the store that holds the results; empty when no point got one.</param>
/// <param name="Committed">Points in the segment.</param>
/// <param name="Diverged">Those of them that diverged.</param>
/// <param name="Failures">Points that used up their attempts.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.lease-result")]
public sealed record LeaseResult(
    [property: Id(0)] long Lease,
    [property: Id(1)] string Segment,
    [property: Id(2)] PointRanges Committed,
    [property: Id(3)] PointRanges Diverged,
    [property: Id(4)] IReadOnlyList<PointFailure> Failures)
{
    /// <summary>What kept the batch from being committed, such as a full disk; null when nothing did. Its points stay pending.</summary>
    [Id(5)] public string? Error { get; init; }

    /// <summary>The silo that ran it.</summary>
    [Id(6)] public string Silo { get; init; } = "";

    /// <summary>Which attempt of its points it was, from 1; 0 when nobody knows.</summary>
    [Id(7)] public int Number { get; init; }

    /// <summary>Points that have a result after all, though their training threw before: how often, and what it said last.</summary>
    [Id(8)] public IReadOnlyList<PointFailure> Retried { get; init; } = [];

    /// <summary>Optimizer steps that it did, over all its points.</summary>
    [Id(9)] public long Steps { get; init; }

    /// <summary>The segment's records file; null when no point got a result.</summary>
    [Id(10)] public FileDigest? Records { get; init; }

    /// <summary>The segment's results file; null when no point got a result.</summary>
    [Id(11)] public FileDigest? Results { get; init; }

    /// <summary>Whether its steps stood still for too long.</summary>
    [Id(12)] public bool Hung { get; init; }

    /// <summary>The lease's <see cref="LeaseOrder.Trace"/>.</summary>
    [Id(13)] public string? Trace { get; init; }

    /// <summary>Whether it was stopped to make room for another sweep.</summary>
    [Id(14)] public bool Yielded { get; init; }

    /// <summary>How many files of what is kept the segment's results list.</summary>
    [Id(15)] public long Kept { get; init; }

    /// <summary>How long it had its slot, in seconds.</summary>
    [Id(16)] public double Seconds { get; init; }
}
