using LayerDyn.Contracts.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Contracts.Curves;

/// <summary>A curve that was drawn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Points">Points folded in.</param>
/// <param name="Diverged">How many of them diverged.</param>
/// <param name="Findings">A few lines of what was found.</param>
/// <param name="Residuals">Deviation from theory by column.</param>
/// <param name="Files">Paths written, relative to the sweep's folder.</param>
/// <param name="Missing">Points that are committed but not in the curve, because their files are missing or damaged.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.curve-report")]
public sealed record CurveReport(
    [property: Id(0)] string Name,
    [property: Id(1)] string Kind,
    [property: Id(2)] long Points,
    [property: Id(3)] long Diverged,
    [property: Id(4)] IReadOnlyList<string> Findings,
    [property: Id(5)] IReadOnlyList<ResidualReport> Residuals,
    [property: Id(6)] IReadOnlyList<string> Files,
    [property: Id(7)] long Missing = 0);

/// <summary>Segments folded on a silo.</summary>
/// <param name="Segments">How many of the segments asked for, the first ones: folding ends early where the states would be a large message.</param>
/// <param name="States">The state of each curve of the sweep, in the spec's order.</param>
/// <param name="Damaged">What is wrong with those of these segments that are missing or damaged, by their names; the states are without them.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.folded-segments")]
public sealed record FoldedSegments(
    [property: Id(0)] int Segments,
    [property: Id(1)] IReadOnlyList<byte[]> States,
    [property: Id(2)] IReadOnlyDictionary<string, string> Damaged);

/// <summary>Deviation of training from the exact solution.</summary>
/// <param name="Column">The observable's column.</param>
/// <param name="Max">Largest absolute deviation.</param>
/// <param name="Rms">Root mean square deviation.</param>
/// <param name="Count">Number of values compared.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.residual")]
public sealed record ResidualReport(
    [property: Id(0)] string Column,
    [property: Id(1)] double Max,
    [property: Id(2)] double Rms,
    [property: Id(3)] long Count);

/// <summary>A committed segment, as its manifest lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Points">Its points.</param>
/// <param name="Finished">How many of them did all steps.</param>
/// <param name="Diverged">How many of them diverged.</param>
/// <param name="Staged">Whether it is still where it was first written, or merged with others.</param>
/// <param name="Records">Its records file; null where no hash was kept.</param>
/// <param name="Results">Its results file; null where no hash was kept.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.segment-ref")]
public sealed record SegmentRef(
    [property: Id(0)] string Name,
    [property: Id(1)] PointRanges Points,
    [property: Id(2)] long Finished,
    [property: Id(3)] long Diverged,
    [property: Id(4)] bool Staged,
    [property: Id(5)] FileDigest? Records,
    [property: Id(6)] FileDigest? Results);
