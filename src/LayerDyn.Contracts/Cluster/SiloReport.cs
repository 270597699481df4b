namespace LayerDyn.Contracts.Cluster;

/// <summary>A member of the cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address, as other silos reach it.</param>
/// <param name="Status">Its membership status, such as <c>Active</c> or <c>ShuttingDown</c>.</param>
/// <param name="Version">Version of its code.</param>
/// <param name="Started">When it started (UTC).</param>
/// <param name="Slots">Its device slots; empty when it did not answer.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.silo-report")]
public sealed record SiloReport(
    [property: Id(0)] string Name,
    [property: Id(1)] string Address,
    [property: Id(2)] string Status,
    [property: Id(3)] string Version,
    [property: Id(4)] DateTime Started,
    [property: Id(5)] IReadOnlyList<SlotReport> Slots);
