using System.Collections.Concurrent;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace LayerDyn.Grains.Slots;

/// <summary>What this silo knows of the slots of all: membership and metadata, and which silos have said that they are leaving.</summary>
/// <param name="membership">The cluster's members.</param>
/// <param name="metadata">What the members say of themselves.</param>
/// <param name="status">Where this silo stands.</param>
/// <param name="time">The clock.</param>
public sealed class ClusterSlots(IClusterMembershipService membership, ISiloMetadataCache metadata, ISiloStatusOracle status, TimeProvider time)
{
    // A silo that refuses work shuts down within its grace time; its status follows.
    private static readonly TimeSpan LeavingFor = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<SiloAddress, long> _leaving = [];

    /// <summary>How bad it is that another grain or silo does not answer: nothing to warn of once this silo leaves, as it reaches nobody then.</summary>
    public LogLevel LevelOfSilence => status.CurrentStatus.IsTerminating() ? LogLevel.Debug : LogLevel.Warning;

    /// <summary>Every member that takes work, with its slots.</summary>
    public IReadOnlyList<SiloSlots> Silos() =>
        [.. membership.CurrentSnapshot.Members.Values.Where(member => Takes(member.SiloAddress))
            .Select(member => new SiloSlots(member.SiloAddress, SlotMetadata.Read(metadata.GetSiloMetadata(member.SiloAddress))))];

    /// <summary>The machines of the members that take work.</summary>
    public IReadOnlyList<SweepHardware> Hardware() => SweepHardware.Count(
        membership.CurrentSnapshot.Members.Keys.Where(Takes).Select(silo => SlotMetadata.ReadMachine(metadata.GetSiloMetadata(silo))).OfType<SweepHardware>());

    /// <summary>Whether a silo is a member that takes work.</summary>
    public bool Takes(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Active
        && !(_leaving.TryGetValue(silo, out long since) && time.GetElapsedTime(since) < LeavingFor);

    /// <summary>Whether a silo is gone: what ran there is lost.</summary>
    public bool IsDead(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) is SiloStatus.Dead or SiloStatus.None;

    /// <summary>What people call a silo: its name, or its address where membership has forgotten it.</summary>
    public string NameOf(SiloAddress silo) =>
        membership.CurrentSnapshot.Members.TryGetValue(silo, out var member) && member.Name.Length > 0 ? member.Name : silo.Endpoint.ToString();

    /// <summary>A silo has refused work: it is leaving.</summary>
    public void Leaves(SiloAddress silo) => _leaving[silo] = time.GetTimestamp();
}
