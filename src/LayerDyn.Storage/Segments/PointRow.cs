using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Segments;

/// <summary>What a segment's rows say about a point beside what was measured.</summary>
/// <param name="Index">Its index in the sweep.</param>
/// <param name="Id">Its identity.</param>
/// <param name="Seed">Its seed replicate.</param>
/// <param name="Coordinates">Its position on each axis, 0-based.</param>
public sealed record PointRow(long Index, PointId Id, int Seed, IReadOnlyList<int> Coordinates)
{
    /// <summary>The row of a point of a plan.</summary>
    public static PointRow Of(SweepPlan plan, long index) => new(index, plan.PointId(index), plan.SeedOf(index), plan.Coordinates(index));

    /// <summary>The rows of some points of a plan.</summary>
    public static PointRow[] Of(SweepPlan plan, IReadOnlyList<PointResult> results) =>
        [.. results.Select(result => Of(plan, result.Index) is var row && result.EarlierId is { } id ? row with { Id = id } : row)];
}
