using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LayerDyn.Client.Tests;

/// <summary>The command line as a user meets it: a process with pipes.</summary>
internal sealed class CommandLine : IDisposable
{
    /// <summary>What a terminal sends that closes.</summary>
    public const int Hangup = 1;

    /// <summary>What a scheduler sends first.</summary>
    public const int Terminate = 15;

    private const int Interrupt = 2;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private CommandLine(string folder, string[] args, IReadOnlyDictionary<string, string>? settings = null, string? shell = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "layerdyn.dll");
        // Where the tests run in the background of a script, Ctrl-C is ignored by all that it starts.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,HUP,TERM", .. shell is null ? (string[])["dotnet", program, .. args] : ["sh", "-c", shell, "dotnet", program, .. args]])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public static CommandLine Start(string folder, params string[] args) => new(folder, args);

    public static async Task<(int Exit, string Output, string Error)> RunAsync(string folder, params string[] args)
    {
        using var command = Start(folder, args);
        return await command.EndAsync();
    }

    /// <summary>Runs it with environment variables.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(string folder, IReadOnlyDictionary<string, string> settings, params string[] args)
    {
        using var command = new CommandLine(folder, args, settings);
        return await command.EndAsync();
    }

    /// <summary>Runs it by a line of the shell, in which <c>"$0" "$@"</c> is the command.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunInShellAsync(string folder, string shell, params string[] args)
    {
        using var command = new CommandLine(folder, args, shell: shell);
        return await command.EndAsync();
    }

    /// <summary>Sends SIGINT, as Ctrl-C does.</summary>
    public void CtrlC() => Send(Interrupt);

    public void Send(int signal) => Kill(_process.Id, signal);

    public bool HasEnded => _process.HasExited;

    public void KillHard() => _process.Kill();

    public async Task<(int Exit, string Output, string Error)> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
