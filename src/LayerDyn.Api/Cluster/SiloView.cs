namespace LayerDyn.Api.Cluster;

/// <summary>A member of the cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address, as other silos reach it.</param>
/// <param name="Status">Its membership status.</param>
/// <param name="Version">Version of its code.</param>
/// <param name="Started">When it started.</param>
/// <param name="Slots">Its device slots.</param>
public sealed record SiloView(
    string Name, string Address, string Status, string Version, DateTimeOffset Started, IReadOnlyList<SlotView> Slots);
