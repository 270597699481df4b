using LayerDyn.Contracts.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Contracts.Cluster;

/// <summary>An entry of a silo's log.</summary>
/// <param name="At">When it was written (UTC).</param>
/// <param name="Level">Its level: <c>Debug</c>, <c>Information</c>, <c>Warning</c> ...</param>
/// <param name="Message">What it says, shortened where it is very long.</param>
/// <param name="Silo">Name of the silo.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.log-entry")]
public sealed record LogEntry(
    [property: Id(0)] DateTime At,
    [property: Id(1)] string Level,
    [property: Id(2)] string Message,
    [property: Id(3)] string Silo);

/// <summary>What the silos remember of a sweep, or of one of its points.</summary>
/// <param name="Entries">Entries of their logs, the newest last.</param>
/// <param name="Silent">Names of the silos that did not answer.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.cluster-log")]
public sealed record ClusterLog(
    [property: Id(0)] IReadOnlyList<LogEntry> Entries,
    [property: Id(1)] IReadOnlyList<string> Silent);

/// <summary>What a slot is busy with.</summary>
/// <param name="SweepId">The sweep.</param>
/// <param name="Points">The points of the batch.</param>
/// <param name="Count">Number of them.</param>
/// <param name="Since">When the lane took it (UTC).</param>
[GenerateSerializer, Immutable, Alias("layerdyn.running-report")]
public sealed record RunningReport(
    [property: Id(0)] string SweepId,
    [property: Id(1)] PointRanges Points,
    [property: Id(2)] int Count,
    [property: Id(3)] DateTime Since)
{
    /// <summary>Which attempt of its points it is, from 1.</summary>
    [Id(4)] public int Number { get; init; }

    /// <summary>Steps done over its points, those before a resume included.</summary>
    [Id(5)] public long StepsDone { get; init; }

    /// <summary>Steps of all its points together; 0 until that is known.</summary>
    [Id(6)] public long Steps { get; init; }
}

/// <summary>A member of the cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address, as other silos reach it.</param>
/// <param name="Status">Its membership status, such as <c>Active</c> or <c>ShuttingDown</c>.</param>
/// <param name="Version">Version of its code.</param>
/// <param name="Started">When it started (UTC).</param>
/// <param name="Slots">Its device slots; empty when it did not answer.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.silo-report")]
public sealed record SiloReport(
    [property: Id(0)] string Name,
    [property: Id(1)] string Address,
    [property: Id(2)] string Status,
    [property: Id(3)] string Version,
    [property: Id(4)] DateTime Started,
    [property: Id(5)] IReadOnlyList<SlotReport> Slots);

/// <summary>Slots that a shard could fill.</summary>
/// <param name="Shard">The shard's key; the sweep's id comes before the slash.</param>
/// <param name="Priority">The sweep's priority.</param>
/// <param name="Slots">How many it could fill; 0 gives all back.</param>
/// <param name="Device">Kind of device that its points need.</param>
/// <param name="MinMemory">Bytes of memory that a slot must have; 0 for any.</param>
/// <param name="Owner">Who submitted the sweep.</param>
/// <param name="OwnerSlots">Slots that all sweeps of the owner may have together; null for any number.</param>
/// <param name="Had">Seconds of slots that its batches have had, since its owner took it over, whatever was granted.</param>
/// <param name="Counted">How many of them are in what owners have had as it was told last.</param>
/// <param name="Standing">That: a broker that moved goes on from it.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.slot-demand")]
public sealed record SlotDemand(
    [property: Id(0)] string Shard,
    [property: Id(1)] SweepPriority Priority,
    [property: Id(2)] int Slots,
    [property: Id(3)] string Device = "any",
    [property: Id(4)] long MinMemory = 0,
    [property: Id(5)] string Owner = "",
    [property: Id(6)] int? OwnerSlots = null,
    [property: Id(7)] double Had = 0,
    [property: Id(8)] double Counted = 0,
    [property: Id(9)] OwnerStanding? Standing = null);

/// <summary>What owners have had, as a broker of slots has counted it.</summary>
/// <param name="Book">Which book it is from: a broker that moved begins another.</param>
/// <param name="Version">Which is newer, among those of a book and of the books that went on from it.</param>
/// <param name="Had">Seconds of slots that the batches of each owner have had.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.owner-standing")]
public sealed record OwnerStanding([property: Id(0)] long Book, [property: Id(1)] long Version, [property: Id(2)] IReadOnlyDictionary<string, double> Had);

/// <summary>Slots of a silo that a shard may keep filled.</summary>
/// <param name="Silo">The silo's address.</param>
/// <param name="Slots">How many of its slots.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.slot-grant")]
public readonly record struct SlotGrant([property: Id(0)] SiloAddress Silo, [property: Id(1)] int Slots);

/// <summary>All slots that a shard was granted. News may arrive after later news: see <see cref="Follows"/>.</summary>
/// <param name="Book">Which book they are of: a broker that moved begins another.</param>
/// <param name="Sharing">The sharing out that they are of, counted in that book.</param>
/// <param name="Slots">The slots, one entry a silo.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.slot-grants")]
public sealed record SlotGrants([property: Id(0)] long Book, [property: Id(1)] long Sharing, [property: Id(2)] IReadOnlyList<SlotGrant> Slots)
{
    /// <summary>No slots, before anything was granted.</summary>
    public static SlotGrants None { get; } = new(0, 0, []);

    /// <summary>What owners have had, for the shard to say to the next broker; null in what nobody was granted by.</summary>
    [Id(3)]
    public OwnerStanding? Standing { get; init; }

    /// <summary>Whether these are to be taken in the place of others: not where those are of a later sharing.</summary>
    public bool Follows(SlotGrants others) => Book != others.Book || Sharing >= others.Sharing;
}

/// <summary>A device slot of a silo.</summary>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Device">Which device of that kind, from 0.</param>
/// <param name="MemoryBytes">Memory of the device.</param>
/// <param name="Running">What it trains now; null when it is free.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.slot-report")]
public sealed record SlotReport(
    [property: Id(0)] string Kind,
    [property: Id(1)] int Device,
    [property: Id(2)] long MemoryBytes,
    [property: Id(3)] RunningReport? Running);
