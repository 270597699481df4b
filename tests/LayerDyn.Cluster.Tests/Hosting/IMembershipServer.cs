namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>The server that a cluster's membership is kept in.</summary>
internal interface IMembershipServer : IDisposable
{
    /// <summary>The silo's setting that names it.</summary>
    string Setting { get; }

    /// <summary>Variables that silos need to reach it, as <c>NAME=VALUE</c>.</summary>
    IReadOnlyList<string> Environment => [];

    /// <summary>Starts it, or starts it again.</summary>
    Task StartAsync();

    /// <summary>Kills it; a later start takes the same port.</summary>
    void Kill();
}
