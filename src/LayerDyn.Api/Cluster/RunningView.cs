namespace LayerDyn.Api.Cluster;

/// <summary>What a slot is busy with.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Pack">The pack.</param>
/// <param name="Points">Number of its points.</param>
/// <param name="Since">When the lane took it.</param>
public sealed record RunningView(string Sweep, string Pack, int Points, DateTimeOffset Since);
