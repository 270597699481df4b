using System.Globalization;
using System.Text.Json;
using LayerDyn.Sweeps.Planning;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace LayerDyn.Grains.Slots;

/// <summary>A silo's slots as Orleans silo metadata: how the broker and the placement director know them without asking.</summary>
public static class SlotMetadata
{
    /// <summary>Metadata key of the version of a silo's code.</summary>
    public const string Version = "layerdyn.version";

    /// <summary>Metadata key of the time a silo started.</summary>
    public const string Started = "layerdyn.started";

    private const string Machine = "layerdyn.machine";
    private const string Prefix = "layerdyn.slot.";

    /// <summary>What a silo says of itself.</summary>
    public static Dictionary<string, string> Write(IReadOnlyList<DeviceSlot> slots, SweepHardware machine, DateTime started)
    {
        var metadata = new Dictionary<string, string>
        {
            [Version] = machine.Version,
            [Started] = started.ToString("O", CultureInfo.InvariantCulture),
            [Machine] = JsonSerializer.Serialize(machine),
        };
        for (int i = 0; i < slots.Count; i++)
            metadata[string.Create(CultureInfo.InvariantCulture, $"{Prefix}{i:D3}")] = string.Create(CultureInfo.InvariantCulture, $"{slots[i].Kind}:{slots[i].Device}:{slots[i].MemoryBytes}");
        return metadata;
    }

    /// <summary>What a silo's metadata says of its machine; null when it has not arrived yet, or is of another version.</summary>
    public static SweepHardware? ReadMachine(SiloMetadata metadata)
    {
        try
        {
            return metadata.Metadata.TryGetValue(Machine, out string? machine) ? JsonSerializer.Deserialize<SweepHardware>(machine) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The slots that a silo's metadata names; none when it has not arrived yet.</summary>
    public static IReadOnlyList<DeviceSlot> Read(SiloMetadata metadata)
    {
        var slots = new List<DeviceSlot>();
        foreach (var (key, value) in metadata.Metadata.Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal))
            if (value.Split(':') is [var kind, var device, var memory]
                && int.TryParse(device, CultureInfo.InvariantCulture, out int number) && long.TryParse(memory, CultureInfo.InvariantCulture, out long bytes))
                slots.Add(new DeviceSlot(kind, number, bytes));
        return slots;
    }
}
