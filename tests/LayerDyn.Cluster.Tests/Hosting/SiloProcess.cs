using System.Globalization;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A silo as users run it: the built program, with options on its command line.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly ServerProcess _process;

    public SiloProcess(string store, string membership, string cluster, string environmentStore, params string[] options)
    {
        HttpPort = FreePort.Next();
        var arguments = new List<string>
        {
            Path.Combine(AppContext.BaseDirectory, "layerdyn-silo.dll"),
            $"--Silo:Store={store}",
            membership,
            $"--Silo:Cluster={cluster}",
            string.Create(CultureInfo.InvariantCulture, $"--Silo:SiloPort={FreePort.Next()}"),
            string.Create(CultureInfo.InvariantCulture, $"--Silo:GatewayPort={FreePort.Next()}"),
            string.Create(CultureInfo.InvariantCulture, $"--Silo:HttpPort={HttpPort}"),
        };
        if (!options.Any(option => option.StartsWith("--Lanes:CpuLanes", StringComparison.Ordinal))) arguments.Add("--Lanes:CpuLanes=1");
        arguments.AddRange(options);
        _process = environmentStore.Length > 0
            ? new ServerProcess("env", [$"LAYERDYN_AZURE_CONNECTION_STRING={environmentStore}", "dotnet", .. arguments])
            : new ServerProcess("dotnet", [.. arguments]);
        Api = new ApiClient(HttpPort);
    }

    public int HttpPort { get; }

    public ApiClient Api { get; }

    public string Output => _process.Output;

    public bool HasExited => _process.HasExited;

    public Task IsReadyAsync() => Eventually.IsTrueAsync(
        async () => !_process.HasExited ? await Api.IsReadyAsync() : throw new InvalidOperationException("the silo ended:\n" + Output),
        TimeSpan.FromMinutes(1), "a silo ready to work");

    public void Signal(int signal) => _process.Signal(signal);

    public Task WaitForExitAsync(TimeSpan patience) => _process.WaitForExitAsync(patience);

    public void Dispose()
    {
        _process.Dispose();
        Api.Dispose();
    }
}
