namespace LayerDyn.Contracts.Cluster;

/// <summary>One silo's own view of itself, keyed by its address; always placed on that silo.</summary>
[Alias("layerdyn.silo")]
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>The slots of this silo and what runs in them.</summary>
    [Alias("slots")]
    Task<IReadOnlyList<SlotReport>> GetSlotsAsync();
}
