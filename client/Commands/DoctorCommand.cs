using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Training.Ilgpu;
using LayerDyn.Science.Training.Torch;
using LayerDyn.Storage;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn doctor</c>: whether this machine can run sweeps, and what to do if it cannot.</summary>
internal static class DoctorCommand
{
    private sealed record Check(string Name, bool Good, string Says);

    public static Command Create()
    {
        var output = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("doctor", "Check this machine: .NET, libtorch, threads, devices, artifact store, clock, free disk.") { output, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            List<Check> checks =
            [
                new(".NET", Environment.Version.Major >= 10, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
                Torch(),
                Graphics(),
                new("threads", true, string.Create(CultureInfo.InvariantCulture,
                    $"{Environment.ProcessorCount} cores, SIMD {(System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512 : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? 256 : 128)} bits")),
                await StoreAsync(parsed.GetRequiredValue(output), cancellation),
                Clock(),
                Disk(parsed.GetRequiredValue(output)),
            ];
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(checks, JsonSerializerOptions.Web));
            else foreach (var check in checks) Console.WriteLine($"{(check.Good ? "ok  " : "FAIL")}  {check.Name,-8} {check.Says}");
            return checks.TrueForAll(check => check.Good) ? ExitCodes.Success : ExitCodes.Incomplete;
        });
        return command;
    }

    private static Check Torch()
    {
        try
        {
            TorchRuntime.EnsureAvailable();
            return new("libtorch", true, $"{TorchRuntime.Version}, devices: {string.Join(", ", TorchRuntime.Devices)}");
        }
        catch (TorchUnavailableException error)
        {
            return new("libtorch", false, error.Message);
        }
    }

    private static Check Graphics()
    {
        var graphics = new DeviceInventory().List().Where(device => device.IsCuda).ToList();
        if (graphics.Count == 0) return new("GPUs", true, "none: no NVIDIA driver answers");
        string found = string.Join(", ", graphics.Select(device => string.Create(CultureInfo.InvariantCulture, $"{device.TorchName} {device.Name} ({device.MemoryBytes / 1e9:F0} GB)")));
        string[] unusable = [.. graphics.Where(device => !IlgpuRuntime.CanUse(device)).Select(device => device.TorchName)];
        if (unusable.Length > 0) found += $"; ILGPU cannot use {string.Join(", ", unusable)}: linear models and perceptrons train on the processor (a newer NVIDIA driver may help)";
        return new("GPUs", true, graphics.TrueForAll(device => TorchRuntime.DeviceFor(device).IsCuda)
            ? found
            : $"{found}; linear models and perceptrons train there, all others on the processor: this libtorch is of the CPU flavour (build with -p:Torch=cuda)");
    }

    private static async Task<Check> StoreAsync(string location, CancellationToken cancellation)
    {
        try
        {
            var store = ArtifactStores.Open(location);
            await store.CheckAsync(cancellation);
            return new("store", true, $"{store.Description} can be written");
        }
        catch (StoreException error)
        {
            return new("store", false, error.Message);
        }
    }

    private static Check Clock()
    {
        var now = TimeProvider.System.GetUtcNow();
        bool sane = now.Year is >= 2025 and < 2100;
        return new("clock", sane, now.ToString("u", CultureInfo.InvariantCulture) + (sane ? "" : ": set the clock, membership and certificates depend on it"));
    }

    private static Check Disk(string location)
    {
        const double Least = 1e9;
        string folder = Path.GetFullPath(Directory.Exists(location) ? location : ".");
        double free = new DriveInfo(folder).AvailableFreeSpace;
        return new("disk", free > Least, string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:F1} GB free{(free > Least ? "" : ": less than 1 GB, make room or choose another --out")}"));
    }
}
