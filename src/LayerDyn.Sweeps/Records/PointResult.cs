using LayerDyn.Science.Training;

namespace LayerDyn.Sweeps.Records;

/// <summary>The committed result of one point of a sweep.</summary>
/// <param name="Index">The point's index in the sweep.</param>
/// <param name="Status">How the training ended.</param>
/// <param name="LastStep">Optimizer steps done.</param>
/// <param name="Records">What was measured.</param>
public sealed record PointResult(long Index, OutcomeStatus Status, long LastStep, MeasurementTable Records)
{
    /// <summary>About the bytes that it takes in memory.</summary>
    public long Bytes => 128 + (8L * Records.Rows * (1 + Records.Columns.Count));
}
