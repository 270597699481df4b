using System.Diagnostics.Metrics;
using LayerDyn.Sweeps;

namespace LayerDyn.Grains.Telemetry;

/// <summary>
/// All instruments of one silo, on one meter. Units are UCUM; tags have few values (a device's kind, a state, a reason), never the id
/// of a sweep or a point: those are on spans and logs. infra/docs/telemetry.md lists the instruments; a test holds it to this code.
/// </summary>
public sealed class LayerDynMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "LayerDyn";

    /// <summary>Creates the instruments. Whoever listens to the meter sees them; nobody listening costs nothing.</summary>
    /// <param name="meters">Owns the meter.</param>
    /// <param name="time">The clock of ages.</param>
    public LayerDynMetrics(IMeterFactory meters, TimeProvider time)
    {
        // A label of every series: with the commit in it, each would begin anew with every build.
        var meter = meters.Create(new MeterOptions(MeterName) { Version = ProductVersion.Short });
        Sweeps = new SweepInstruments(meter);
        Batches = new BatchInstruments(meter, time);
        Lanes = new LaneInstruments(meter);
        Storage = new StorageInstruments(meter);
        Curves = new CurveInstruments(meter, time);
        Cluster = new ClusterInstruments(meter);
    }

    /// <summary>Sweeps and their points: for sweep grains and shards.</summary>
    public SweepInstruments Sweeps { get; }

    /// <summary>Batches as shards see them: leased, lost, silent.</summary>
    public BatchInstruments Batches { get; }

    /// <summary>What the lanes of this silo do.</summary>
    public LaneInstruments Lanes { get; }

    /// <summary>The artifact store, and what is on its way there.</summary>
    public StorageInstruments Storage { get; }

    /// <summary>The aggregator.</summary>
    public CurveInstruments Curves { get; }

    /// <summary>The membership.</summary>
    public ClusterInstruments Cluster { get; }
}
