using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A server of its own process on loopback, stopped by its process id.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    public const int Kill = 9, Terminate = 15, Continue = 18, Stop = 19;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private bool _disposed;

    public ServerProcess(string program, params string[] arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it printed.</summary>
    public string Output => string.Join('\n', _output);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public void Signal(int signal)
    {
        if (!_disposed && !_process.HasExited) _ = SendSignal(_process.Id, signal);
    }

    public Task WaitForExitAsync(TimeSpan patience) => _process.WaitForExitAsync().WaitAsync(patience);

    public void Dispose()
    {
        Signal(Continue);
        Signal(Kill);
        if (_disposed) return;
        _disposed = true;
        _process.WaitForExit(5000);
        _process.Dispose();
    }

    /// <summary>Waits for something to listen.</summary>
    public static Task ListensAsync(int port) => Eventually.IsTrueAsync(async () =>
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }, TimeSpan.FromMinutes(3), $"a server on port {port}"); // the first start may install it

    private void Keep(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        while (_output.Count > 2000) _output.TryDequeue(out _);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
