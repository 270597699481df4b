using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LayerDyn.Benchmarks.Harness;

/// <summary>Runs a Python peer with Debian's interpreter; it prints seconds, one line a repetition.</summary>
internal static class Peer
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Which Python and libraries the peers run with.</summary>
    public static string Versions()
    {
        if (!File.Exists(Python)) return "none (no python3)";
        const string Ask = """
            import ctypes, importlib, sys
            found = ["Python " + sys.version.split()[0]]
            for name in ("numpy", "torch", "scipy", "pandas", "joblib", "distributed"):
                try: found.append(name + " " + importlib.import_module(name).__version__)
                except ImportError: found.append("no " + name)
            try:
                kernel = ctypes.CDLL("libopenblas.so.0").openblas_get_corename
                kernel.restype = ctypes.c_char_p
                kernels = "OpenBLAS with kernels for " + kernel().decode()
            except (OSError, AttributeError): kernels = "no OpenBLAS"
            print("; ".join([", ".join(found), kernels]))
            """;
        string[][] found = [.. Settings.Select(coreType =>
        {
            using var process = Process.Start(Start(coreType, "-c", Ask))!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output.Trim().Split("; ");
        })];
        return $"{found[0][0]}, {string.Join(" or ", found.Select(parts => parts[^1]).Distinct())}";
    }

    /// <summary>
    /// What OpenBLAS may take the processor for: what it finds itself, which for a processor that it does not know is one of twenty years ago; what the
    /// machine says; and those whose instructions this one has. Which is fastest depends on the processor and on the work.
    /// </summary>
    private static string?[] Settings { get; } =
        [.. ((string?[])[null, Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE"), Avx2.IsSupported ? "Haswell" : null, Vector512.IsHardwareAccelerated ? "SkylakeX" : null]).Distinct()];

    /// <summary>The seconds of each repetition, with the fastest of OpenBLAS' settings; null with a reason when the peer cannot run here.</summary>
    public static (double[]? Seconds, string Reason) Run(string script, int threads, params object[] args)
    {
        if (!File.Exists(Python)) return (null, "no python3: apt-get install python3 python3-numpy python3-torch python3-scipy python3-pandas libopenblas0-pthread python3-joblib python3-distributed");
        var runs = Settings.Select(coreType => RunOnce(coreType, script, threads, args)).ToList();
        return runs.Where(run => run.Seconds is not null).OrderBy(run => Report.Median(run.Seconds!)).FirstOrDefault(runs[0]);
    }

    private static (double[]? Seconds, string Reason) RunOnce(string? coreType, string script, int threads, object[] args)
    {
        var start = Start(coreType, [Path.Combine(AppContext.BaseDirectory, "peers", script), .. args.Select(arg => Convert.ToString(arg, CultureInfo.InvariantCulture)!)]);
        foreach (string variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"])
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? ([.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))], "")
            : (null, error.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? $"exit code {process.ExitCode}");
    }

    private static ProcessStartInfo Start(string? coreType, params string[] args)
    {
        var start = new ProcessStartInfo(Python, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("OPENBLAS_CORETYPE");
        if (coreType is not null) start.Environment["OPENBLAS_CORETYPE"] = coreType;
        return start;
    }
}
