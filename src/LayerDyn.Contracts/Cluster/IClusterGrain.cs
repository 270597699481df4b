namespace LayerDyn.Contracts.Cluster;

/// <summary>Looks at the whole cluster, key 0.</summary>
[Alias("layerdyn.cluster")]
public interface IClusterGrain : IGrainWithIntegerKey
{
    /// <summary>Every silo that is a member now, with its slots and what runs in them.</summary>
    [Alias("silos")]
    Task<IReadOnlyList<SiloReport>> GetSilosAsync();

    /// <summary>The newest entries about a sweep, or one of its points, in the logs of all silos, at most <paramref name="most"/> of a level or above. A silo that does not answer is left out.</summary>
    [Alias("log")]
    Task<ClusterLog> GetLogAsync(string sweep, long? point, string level, int most);

    /// <summary>From each silo, every few seconds: sees to it that sweeps that should be running are.</summary>
    [Alias("keep")]
    Task KeepAsync();
}
