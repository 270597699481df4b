using System.Diagnostics;

namespace LayerDyn.Browser.Tests;

/// <summary>A silo as users start it, with a store of its own.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly Process _process;

    private SiloProcess(string[] options)
    {
        Address = $"http://127.0.0.1:{FreePort.Next()}";
        var start = new ProcessStartInfo("dotnet",
        [
            Places.Silo, $"--Silo:Store={Store}", $"--Silo:HttpPort={new Uri(Address).Port}", $"--Silo:SiloPort={FreePort.Next()}", "--Silo:GatewayPort=0",
            "--Logging:LogLevel:Default=Warning", .. options,
        ]);
        _process = Process.Start(start)!;
    }

    public string Address { get; }

    /// <summary>Where its artifacts are.</summary>
    public string Store { get; } = Directory.CreateTempSubdirectory("layerdyn-browser-").FullName;

    public static async Task<SiloProcess> StartAsync(params string[] options)
    {
        var silo = new SiloProcess(options);
        using var http = new HttpClient { BaseAddress = new Uri(silo.Address) };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (silo._process.HasExited) throw new InvalidOperationException($"the silo ended with {silo._process.ExitCode}");
            try
            {
                if ((await http.GetAsync("/health/ready", limit.Token)).IsSuccessStatusCode) return silo;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100, limit.Token);
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(Store, recursive: true);
    }
}
