using System.Diagnostics.Metrics;

namespace LayerDyn.Grains.Telemetry;

/// <summary>The cluster as this silo sees it.</summary>
public sealed class ClusterInstruments
{
    private volatile IClusterMembershipService? _membership;

    internal ClusterInstruments(Meter meter)
    {
        meter.CreateObservableGauge("layerdyn.cluster.silos", Count, "{silo}", "Silos in the membership as this silo sees it, by status; dead ones are left out");
        meter.CreateObservableGauge("layerdyn.cluster.membership.version", Version, "{version}", "Version of the membership as this silo sees it: every join, leave and death raises it");
    }

    /// <summary>Has the gauges read the membership whenever they are collected; <see cref="MembershipWatch"/> calls it.</summary>
    public void Observe(IClusterMembershipService membership) => _membership = membership;

    private IEnumerable<Measurement<long>> Count() => _membership is not { } membership ? [] : membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status is not (SiloStatus.Dead or SiloStatus.None))
        .GroupBy(member => member.Status)
        .Select(status => new Measurement<long>(status.Count(), new KeyValuePair<string, object?>("status", Tags.Of(status.Key))));

    private IEnumerable<Measurement<long>> Version() =>
        _membership is { } membership ? [new Measurement<long>(membership.CurrentSnapshot.Version.Value)] : [];
}
