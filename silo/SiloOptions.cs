using LayerDyn.Silo.Clustering;

namespace LayerDyn.Silo;

/// <summary>
/// What a silo is told: by appsettings.json, environment (<c>LAYERDYN_Silo__Store=...</c>) or command line (<c>--Silo:Store=...</c>).
/// </summary>
internal sealed class SiloOptions
{
    /// <summary>The artifact store, shared by all silos of a cluster.</summary>
    public string Store { get; set; } = "layerdyn-results";

    /// <summary>
    /// Folders whose files specs may name, besides <c>data</c> under the working directory and the folder in <c>LAYERDYN_MNIST</c>.
    /// Whoever may submit or validate can read data files of a known kind below them. The same on all silos of a cluster.
    /// </summary>
    public IReadOnlyList<string> DataFolders { get; set; } = [];

    /// <summary>Membership in Redis at <c>host:port</c>; empty for a cluster of one on this machine.</summary>
    public string Redis { get; set; } = "";

    /// <summary>
    /// Membership in PostgreSQL instead, by a connection string of Npgsql; the silo makes its tables, in the schema layerdyn. With a
    /// password in it, give it by the environment.
    /// </summary>
    public string Postgres { get; set; } = "";

    /// <summary>The cluster's name: silos of one name find each other.</summary>
    public string Cluster { get; set; } = "layerdyn";

    /// <summary>Address that the other silos reach this one at.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Whether it runs in a pod of Kubernetes, with the settings of infra/kubernetes.</summary>
    public bool Kubernetes { get; set; }

    /// <summary>Port for silos.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for Orleans clients; 0 for none. Private: without <see cref="Tls"/> the gateway has no authentication. The HTTP API does not need it.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Certificates that silos must show to each other on Orleans' ports; none: the network must keep others away.</summary>
    public SiloTlsOptions Tls { get; set; } = new();

    /// <summary>Address that the HTTP API and the dashboard listen on. Anything but loopback needs authentication.</summary>
    public string HttpAddress { get; set; } = "127.0.0.1";

    /// <summary>
    /// Host names that requests may be addressed to; empty for localhost and the loopback addresses on loopback, and any elsewhere.
    /// A page of another site that points its own name at this machine (DNS rebinding) is turned away by it.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>Port of the HTTP API and the dashboard; 0 turns both off.</summary>
    public int HttpPort { get; set; } = 8080;
}
