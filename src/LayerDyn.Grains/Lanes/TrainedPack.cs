using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Grains.Lanes;

/// <summary>What a lane made of a pack.</summary>
/// <param name="Report">The report that goes out once the segment is in the store.</param>
/// <param name="Segment">The results, encoded; null when no point got one.</param>
/// <param name="Results">The results.</param>
/// <param name="Checkpointed">Points that have checkpoints: of no more use beside a result.</param>
public sealed record TrainedPack(
    PackReport Report, EncodedSegment? Segment, IReadOnlyList<PointResult> Results, IReadOnlyList<PointId> Checkpointed);
