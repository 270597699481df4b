using LayerDyn.Contracts.Scheduling;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Grains.Lanes;

/// <summary>What a lane made of a batch.</summary>
/// <param name="Report">The report that goes out once the segment is in the store.</param>
/// <param name="Segment">The results, encoded; null when no point got one.</param>
/// <param name="Results">The results.</param>
/// <param name="Kept">What is kept of its points and on its way to the store, before the segment; null when no point keeps anything.</param>
/// <param name="Checkpointed">Points that have checkpoints, or rows in <see cref="LiveRecords"/>: of no more use beside a result.</param>
public sealed record TrainedBatch(
    LeaseResult Report, EncodedSegment? Segment, IReadOnlyList<PointResult> Results, KeptUploads? Kept, IReadOnlyList<(long Index, PointId Id)> Checkpointed);
