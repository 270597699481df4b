using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.FormattableString;

namespace LayerDyn.Benchmarks.Harness;

/// <summary>Collects measurements and prints them as a Markdown table of medians and ratios.</summary>
internal sealed class Report
{
    private readonly List<string> _rows = [];

    /// <summary>The median.</summary>
    public static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Adds a comparison: what both sides compute, our seconds, the peer's (null when it cannot run).</summary>
    public void Add(string study, string ours, IReadOnlyList<double> seconds, string peer, (double[]? Seconds, string Reason) measured)
    {
        double mine = Median(seconds);
        string theirs = measured.Seconds is { } all ? Format(Median(all)) : $"skipped: {measured.Reason}";
        string ratio = measured.Seconds is { } found ? Invariant($"{Median(found) / mine:F1} x") : "";
        Row($"| {study} | {ours} | {Format(mine)} | {peer} | {theirs} | {ratio} |");
    }

    /// <summary>Adds a measurement without peer.</summary>
    public void Add(string study, string ours, string value) => Row($"| {study} | {ours} | {value} | | | |");

    /// <summary>The table with the machine that it was measured on.</summary>
    public string Markdown(string command) => string.Join('\n',
    [
        $"Machine: {Cpu()}, {Environment.ProcessorCount} cores, {Simd()}; {RuntimeInformation.FrameworkDescription}; {RuntimeInformation.OSDescription}.",
        $"Peers: {Peer.Versions()}.",
        $"Command: `{command}`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}. Medians of five, both sides in the same run.",
        "",
        "| study | ours | seconds | peer | seconds | peer / ours |",
        "|---|---|---|---|---|---|",
        .. _rows,
    ]);

    /// <summary>Seconds with three digits.</summary>
    public static string Format(double seconds) => Invariant($"{seconds:G3}");

    private static string Simd() => Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "no AVX";

    private static string Cpu() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ").Last() ?? "unknown"
        : RuntimeInformation.ProcessArchitecture.ToString();

    private void Row(string row)
    {
        _rows.Add(row);
        Console.Error.WriteLine(row.ToString(CultureInfo.InvariantCulture));
    }
}
