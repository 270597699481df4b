namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>One line of a trajectory chart.</summary>
/// <param name="Column">The column.</param>
/// <param name="Group">The group of points.</param>
/// <param name="Runs">The points' own lines.</param>
/// <param name="Band">Their statistics.</param>
internal sealed record TrajectoryLine(string Column, int Group, IReadOnlyList<PointLine> Runs, SeedBand Band);
