namespace LayerDyn.Api.Cluster;

/// <summary>A device slot of a silo.</summary>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Device">Which device of that kind, from 0.</param>
/// <param name="MemoryBytes">Memory of the device.</param>
/// <param name="Running">What it trains now; null when it is free.</param>
public sealed record SlotView(string Kind, int Device, long MemoryBytes, RunningView? Running);
