namespace LayerDyn.Api.Cluster;

/// <summary>The whole cluster.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Silos">Its members.</param>
public sealed record ClusterView(string Cluster, IReadOnlyList<SiloView> Silos);
