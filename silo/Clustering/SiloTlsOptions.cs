namespace LayerDyn.Silo.Clustering;

/// <summary>
/// How silos prove to each other that they are of one cluster, and keep what they say private: TLS with a certificate on both sides
/// (<c>Silo:Tls</c>). All three are PEM files; none of them, and whoever reaches Orleans' ports may join.
/// </summary>
internal sealed class SiloTlsOptions
{
    /// <summary>The certificate of this silo.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Its private key, without a password.</summary>
    public string Key { get; set; } = "";

    /// <summary>The certificates of the authorities that sign silos' certificates: who has one of theirs is a silo of the cluster.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Whether any of them is named.</summary>
    public bool IsSet => Certificate.Length + Key.Length + Authority.Length > 0;
}
