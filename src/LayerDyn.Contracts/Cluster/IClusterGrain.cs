namespace LayerDyn.Contracts.Cluster;

/// <summary>Looks at the whole cluster, key 0.</summary>
[Alias("layerdyn.cluster")]
public interface IClusterGrain : IGrainWithIntegerKey
{
    /// <summary>Every silo that is a member now, with its slots and what runs in them.</summary>
    [Alias("silos")]
    Task<IReadOnlyList<SiloReport>> GetSilosAsync();

    /// <summary>From each silo, every few seconds: sees to it that sweeps that should be running are.</summary>
    [Alias("keep")]
    Task KeepAsync();
}
