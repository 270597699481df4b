using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Contracts.Curves;

/// <summary>A committed segment, as its manifest lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Points">Its points, as ranges of indices.</param>
/// <param name="Finished">How many of them did all steps.</param>
/// <param name="Diverged">How many of them diverged.</param>
/// <param name="Staged">Whether it is still where it was first written, or merged with others.</param>
/// <param name="Records">Its records file; null where no hash was kept.</param>
/// <param name="Results">Its results file; null where no hash was kept.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.segment-ref")]
public sealed record SegmentRef(
    [property: Id(0)] string Name,
    [property: Id(1)] string Points,
    [property: Id(2)] long Finished,
    [property: Id(3)] long Diverged,
    [property: Id(4)] bool Staged,
    [property: Id(5)] FileDigest? Records,
    [property: Id(6)] FileDigest? Results);
