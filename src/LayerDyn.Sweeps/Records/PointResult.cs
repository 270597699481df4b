using LayerDyn.Science.Keeping;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Records;

/// <summary>The committed result of one point of a sweep.</summary>
/// <param name="Index">The point's index in the sweep.</param>
/// <param name="Status">How the training ended.</param>
/// <param name="LastStep">Optimizer steps done.</param>
/// <param name="Records">What was measured.</param>
public sealed record PointResult(long Index, OutcomeStatus Status, long LastStep, MeasurementTable Records)
{
    /// <summary>Its identity where it was computed by an earlier numerics version: this build's for the same experiment is another, with other bits. Else null.</summary>
    public PointId? EarlierId { get; init; }

    /// <summary>The files with what was kept of it.</summary>
    public IReadOnlyList<KeptFile> Kept { get; init; } = [];

    /// <summary>About the bytes that it takes in memory.</summary>
    public long Bytes => 128 + (8L * Records.Rows * (1 + Records.Columns.Count)) + (128L * Kept.Count);
}
