namespace LayerDyn.Api.Sweeps;

/// <summary>The body that changes a sweep's priority.</summary>
/// <param name="Priority"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
public sealed record PriorityChange(string? Priority);
