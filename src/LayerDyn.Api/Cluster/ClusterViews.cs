namespace LayerDyn.Api.Cluster;

/// <summary>The whole cluster.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Silos">Its members.</param>
public sealed record ClusterView(string Cluster, IReadOnlyList<SiloView> Silos);

/// <summary>What a slot is busy with.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Points">The points that are trained together, as ranges of indices: <c>0-511,600</c>.</param>
/// <param name="Count">Number of them.</param>
/// <param name="Since">When the lane took it.</param>
public sealed record RunningView(string Sweep, string Points, int Count, DateTimeOffset Since);

/// <summary>A member of the cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address, as other silos reach it.</param>
/// <param name="Status">Its membership status.</param>
/// <param name="Version">Version of its code.</param>
/// <param name="Started">When it started.</param>
/// <param name="Slots">Its device slots.</param>
public sealed record SiloView(
    string Name, string Address, string Status, string Version, DateTimeOffset Started, IReadOnlyList<SlotView> Slots);

/// <summary>A device slot of a silo.</summary>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Device">Which device of that kind, from 0.</param>
/// <param name="MemoryBytes">Memory of the device.</param>
/// <param name="Running">What it trains now; null when it is free.</param>
public sealed record SlotView(string Kind, int Device, long MemoryBytes, RunningView? Running);
