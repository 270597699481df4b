using System.Globalization;

namespace LayerDyn.Api.Cluster;

/// <summary>The whole cluster.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Silos">Its members.</param>
public sealed record ClusterView(string Cluster, IReadOnlyList<SiloView> Silos);

/// <summary>What a slot is busy with.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Points">The points that are trained together, as ranges of indices: <c>0-511,600</c>.</param>
/// <param name="Count">Number of them.</param>
/// <param name="Since">When the lane took it.</param>
public sealed record RunningView(string Sweep, string Points, int Count, DateTimeOffset Since);

/// <summary>A member of the cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address, as other silos reach it.</param>
/// <param name="Status">Its membership status.</param>
/// <param name="Version">Version of its code.</param>
/// <param name="Started">When it started.</param>
/// <param name="Slots">Its device slots.</param>
public sealed record SiloView(
    string Name, string Address, string Status, string Version, DateTimeOffset Started, IReadOnlyList<SlotView> Slots);

/// <summary>A device slot of a silo.</summary>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Device">Which device of that kind, from 0.</param>
/// <param name="MemoryBytes">Memory of the device.</param>
/// <param name="Running">What it trains now; null when it is free.</param>
public sealed record SlotView(string Kind, int Device, long MemoryBytes, RunningView? Running);

/// <summary>What the silo that answers has taken of its machine.</summary>
/// <param name="Silo">Its name.</param>
/// <param name="EverySeconds">Seconds between samples.</param>
/// <param name="MemoryBytes">Memory that it may take.</param>
/// <param name="Samples">The newest last; of the last half hour, or since it started.</param>
public sealed record SiloLoadView(string Silo, double EverySeconds, long MemoryBytes, IReadOnlyList<LoadSampleView> Samples);

/// <summary>What a silo took at a time.</summary>
/// <param name="At">When.</param>
/// <param name="Cpu">Share of all cores since the sample before, from 0 to 1.</param>
/// <param name="MemoryBytes">Resident memory.</param>
/// <param name="Gpus">The machine's GPUs; empty without an NVIDIA driver.</param>
public sealed record LoadSampleView(DateTimeOffset At, double Cpu, long MemoryBytes, IReadOnlyList<GpuLoadView> Gpus);

/// <summary>What is taken of a GPU, by anyone.</summary>
/// <param name="Index">The driver's number of it.</param>
/// <param name="MemoryBytes">Memory in use.</param>
/// <param name="TotalBytes">Memory in all.</param>
/// <param name="Utilization">Share of the time in which it computed, from 0 to 1; null where the driver does not tell.</param>
public sealed record GpuLoadView(int Index, long MemoryBytes, long TotalBytes, double? Utilization);

/// <summary>What the caller's sweeps use of the cluster, where a quota limits it. A limit that there is not is null.</summary>
/// <param name="Owner">The name of the caller's key; <c>local</c> where nobody signs in.</param>
/// <param name="Sweeps">Sweeps at work.</param>
/// <param name="Points">Points that remain of them.</param>
/// <param name="Slots">Slots that they train in.</param>
/// <param name="Bytes">Bytes in the store: what all sweeps take, and those at work will take, from above.</param>
public sealed record QuotaView(string Owner, QuotaLineView? Sweeps, QuotaLineView? Points, QuotaLineView? Slots, QuotaLineView? Bytes)
{
    /// <summary>What is used of each limit: <c>quota of ann: 1 of 3 sweeps at work, 2 of 4 slots</c>; empty where there is no limit.</summary>
    public override string ToString()
    {
        string?[] lines = [Line(Sweeps, "sweeps at work"), Line(Points, "points"), Line(Slots, "slots"), Line(Bytes, "bytes")];
        return Array.Exists(lines, line => line is not null) ? $"quota of {Owner}: {string.Join(", ", lines.Where(line => line is not null))}" : "";
    }

    private static string? Line(QuotaLineView? line, string of) => line is null ? null : string.Create(CultureInfo.InvariantCulture, $"{line.Used:N0} of {line.Most:N0} {of}");
}

/// <summary>What is used of a limit.</summary>
/// <param name="Used">So much.</param>
/// <param name="Most">Of so much.</param>
public sealed record QuotaLineView(long Used, long Most);
