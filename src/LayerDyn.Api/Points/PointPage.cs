namespace LayerDyn.Api.Points;

/// <summary>A page of points.</summary>
/// <param name="Items">The points.</param>
/// <param name="Next">What to pass as <c>after</c> for the next page; null on the last one.</param>
/// <param name="Total">Number of points that fit the filter.</param>
/// <param name="Columns">The columns of the sweep's results table, in their order.</param>
public sealed record PointPage(IReadOnlyList<PointRow> Items, string? Next, long Total, IReadOnlyList<ColumnView> Columns);
