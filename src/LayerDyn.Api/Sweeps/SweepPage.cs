namespace LayerDyn.Api.Sweeps;

/// <summary>A page of sweeps.</summary>
/// <param name="Items">The sweeps, in order of their ids.</param>
/// <param name="Next">What to pass as <c>after</c> for the next page; null on the last one.</param>
public sealed record SweepPage(IReadOnlyList<SweepView> Items, string? Next);
