namespace LayerDyn.Science.Training.Torch;

/// <summary>
/// What makes libtorch compute the same bytes on any x86-64 processor with AVX2. It and the libraries in it choose their kernels by the
/// processor, and sums in another order are other bytes; so each is told which to take, whatever the user's environment says.
/// </summary>
internal static class CpuKernels
{
    private const string ProcessorInfo = "/proc/cpuinfo";

    /// <summary>The variables and their values.</summary>
    /// <remarks>
    /// Intel promises the same bytes on processors of all makers for its COMPATIBLE kernels alone: any others it may take on none but its own.
    /// </remarks>
    public static readonly IReadOnlyDictionary<string, string> Variables = new Dictionary<string, string>
    {
        ["ATEN_CPU_CAPABILITY"] = "avx2",
        ["MKL_CBWR"] = "COMPATIBLE",
        ["ONEDNN_MAX_CPU_ISA"] = "AVX2",
        ["DNNL_MAX_CPU_ISA"] = "AVX2", // its earlier name
    };

    /// <summary>Sets the variables. They are read once, with the first operation: call it before libtorch is loaded.</summary>
    public static void Pin()
    {
        foreach (var (name, value) in Variables) NativeEnvironment.Set(name, value, keep: false);
    }

    /// <summary>Why this processor cannot run the kernels; null when it can, or when the system does not say.</summary>
    public static string? Problem() => File.Exists(ProcessorInfo) ? Problem(File.ReadLines(ProcessorInfo)) : null;

    /// <summary>As <see cref="Problem()"/>, from the lines that Linux describes the processor with.</summary>
    internal static string? Problem(IEnumerable<string> lines)
    {
        if (lines.FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) is not { } flags) return null; // not x86
        string[] missing = [.. new[] { "avx2", "fma" }.Except(flags.Split(' ', '\t')).Select(flag => flag.ToUpperInvariant())];
        return missing.Length == 0 ? null
            : $"libtorch cannot be used: this processor lacks {string.Join(" and ", missing)}, which libtorch's kernels are pinned to so that results are the same "
                + "bytes on every machine. Use a processor from 2015 or newer, or, in a virtual machine, a processor type that shows them.";
    }
}
