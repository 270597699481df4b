using System.Diagnostics;

namespace LayerDyn.Tests.Shared;

/// <summary>Programs of the machine.</summary>
internal static class Programs
{
    /// <summary>The file of the first of these programs that is on the PATH; null when none is.</summary>
    public static string? Find(params string[] names) =>
        names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    public static Task<(int Exit, string Output, string Error)> RunAsync(string program, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments));

    /// <summary>Runs a program that must succeed.</summary>
    public static async Task SucceedAsync(string program, params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(program, arguments);
        if (exit != 0) throw new InvalidOperationException($"{program} ended with {exit}: {output}{error}");
    }

    /// <summary>Runs a program to its end, in a folder or with an environment of its own.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return (process.ExitCode, await output, await error);
    }
}
