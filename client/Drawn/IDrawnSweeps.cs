using LayerDyn.Api;
using LayerDyn.Client.Commands;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Drawn;

/// <summary>Sweeps with their curves, in a store or a cluster.</summary>
internal interface IDrawnSweeps
{
    /// <summary>Those of a cluster, or where none is named of a store.</summary>
    /// <exception cref="UserException">There is no such store.</exception>
    static IDrawnSweeps Of(LayerDynClient? cluster, string location) =>
        new SweepsReadOnce(cluster is null ? new StoredSweeps(StoreOption.OpenExisting(location)) : new ClusterSweeps(cluster));

    /// <summary>The sweep that is meant, as <see cref="SweepArgument"/> takes it.</summary>
    /// <exception cref="UserException">None fits.</exception>
    /// <exception cref="StoreException">The store failed.</exception>
    /// <exception cref="ApiException">The cluster refuses, or does not answer.</exception>
    Task<SweepId> ResolveAsync(string written, CancellationToken cancellation);

    /// <summary>A sweep with its curves.</summary>
    /// <exception cref="StoreException">The store failed, or a file of the sweep is missing or not as it was written.</exception>
    /// <exception cref="ApiException">The cluster refuses, or does not answer.</exception>
    Task<DrawnSweep> ReadAsync(SweepId id, CancellationToken cancellation);

    /// <summary>The names of all sweeps, each once, in order.</summary>
    Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation);

    /// <summary>The text of a report that was saved.</summary>
    /// <exception cref="UserException">There is none of this name.</exception>
    Task<string> ReportAsync(string name, CancellationToken cancellation);
}
