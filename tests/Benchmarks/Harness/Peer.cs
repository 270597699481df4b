using System.Diagnostics;
using System.Globalization;

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
            import importlib, sys
            found = ["Python " + sys.version.split()[0]]
            for name in ("numpy", "torch", "joblib", "distributed"):
                try: found.append(name + " " + importlib.import_module(name).__version__)
                except ImportError: found.append("no " + name)
            print(", ".join(found))
            """;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", Ask]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    /// <summary>The seconds of each repetition; null with a reason when the peer cannot run here.</summary>
    public static (double[]? Seconds, string Reason) Run(string script, int threads, params object[] args)
    {
        if (!File.Exists(Python)) return (null, "no python3: apt-get install python3 python3-numpy python3-torch libopenblas0-pthread python3-joblib python3-distributed");
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "peers", script), .. args.Select(arg => Convert.ToString(arg, CultureInfo.InvariantCulture)!)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"])
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        // Set on some machines for old OpenBLAS builds; it would slow the peer.
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? ([.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))], "")
            : (null, error.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? $"exit code {process.ExitCode}");
    }
}
