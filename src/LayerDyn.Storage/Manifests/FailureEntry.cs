using System.Text.Json.Serialization;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Manifests;

/// <summary>A point that failed: its attempts were used up.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Message">What went wrong the last time.</param>
/// <param name="Silo">Where that was; null where it was not kept.</param>
/// <param name="Records">What was measured of it last, as CSV with the step first; null where nothing was, or was kept.</param>
/// <param name="At">When (UTC); null where it was not kept.</param>
public sealed record FailureEntry(
    long Index,
    int Attempts,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Silo = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Records = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? At = null)
{
    /// <summary>What was measured of it last; null where nothing was, or was kept.</summary>
    public MeasurementTable? ReadRecords() => Records is null ? null : RecordsCsv.Read(Records);
}
