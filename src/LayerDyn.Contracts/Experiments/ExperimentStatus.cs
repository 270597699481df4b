using LayerDyn.Contracts.Scheduling;

namespace LayerDyn.Contracts.Experiments;

/// <summary>Where a point stands.</summary>
[GenerateSerializer, Alias("layerdyn.experiment-state")]
public enum ExperimentState
{
    /// <summary>Nobody has it.</summary>
    Pending = 0,

    /// <summary>A worker has it.</summary>
    Leased = 1,

    /// <summary>It did all steps.</summary>
    Finished = 2,

    /// <summary>Its result is that it diverged.</summary>
    Diverged = 3,

    /// <summary>It was tried as often as it may be.</summary>
    Failed = 4,

    /// <summary>Its condition to stop held before the last step or at it.</summary>
    Stopped = 5,
}

/// <summary>Where a point stands, and how far it is.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Lease">The lease that it is trained under; null where nobody has it.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.experiment-status")]
public sealed record ExperimentStatus([property: Id(0)] ExperimentState State, [property: Id(1)] LeaseReport? Lease, [property: Id(2)] string? Failure)
{
    /// <summary>Whether it has a result, or has failed.</summary>
    public bool IsTerminal => State is ExperimentState.Finished or ExperimentState.Stopped or ExperimentState.Diverged or ExperimentState.Failed;
}

/// <summary>Measured rows of a point.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Steps">The measured steps, ascending.</param>
/// <param name="Values">One value a column for each step, row by row.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.measured-rows")]
public sealed record MeasuredRows([property: Id(0)] IReadOnlyList<string> Columns, [property: Id(1)] IReadOnlyList<long> Steps, [property: Id(2)] IReadOnlyList<double> Values)
{
    /// <summary>No rows.</summary>
    public static MeasuredRows None { get; } = new([], [], []);
}
