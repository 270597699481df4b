using System.Globalization;
using LayerDyn.Api.Cluster;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A silo as users run it: the built program, with options on its command line.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly ServerProcess _process;

    /// <param name="program">The folder of the silo's program.</param>
    /// <param name="store">Where the artifacts are.</param>
    /// <param name="membership">The setting that names the membership's server.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="environment">Variables, as <c>NAME=VALUE</c>.</param>
    /// <param name="options">More settings.</param>
    public SiloProcess(string program, string store, string membership, string cluster, IReadOnlyList<string> environment, params string[] options)
    {
        (HttpPort, SiloPort) = (FreePort.Next(), FreePort.Next());
        var arguments = new List<string>
        {
            Path.Combine(program, "layerdyn-silo.dll"),
            $"--Silo:Store={store}",
            membership,
            $"--Silo:Cluster={cluster}",
            string.Create(CultureInfo.InvariantCulture, $"--Silo:SiloPort={SiloPort}"),
            string.Create(CultureInfo.InvariantCulture, $"--Silo:GatewayPort={FreePort.Next()}"),
            string.Create(CultureInfo.InvariantCulture, $"--Silo:HttpPort={HttpPort}"),
        };
        if (!options.Any(option => option.StartsWith("--Lanes:CpuLanes", StringComparison.Ordinal))) arguments.Add("--Lanes:CpuLanes=1");
        arguments.AddRange(options);
        _process = new ServerProcess("env", [.. environment, "dotnet", .. arguments]); // which becomes the silo: its process id is the silo's
        Api = new ApiClient(HttpPort);
    }

    public int HttpPort { get; }

    public int SiloPort { get; }

    public ApiClient Api { get; }

    public string Output => _process.Output;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public Task IsReadyAsync() => Eventually.IsTrueAsync(
        async () => !_process.HasExited ? await Api.IsReadyAsync() : throw new InvalidOperationException("the silo ended:\n" + Output),
        TimeSpan.FromMinutes(1), "a silo ready to work");

    /// <summary>Whether it was told to stop in its tracks, and not to go on.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Whether a member of the cluster is this silo.</summary>
    public bool Is(SiloView member) => member.Address.EndsWith($":{SiloPort}", StringComparison.Ordinal);

    public void Signal(int signal)
    {
        IsFrozen = signal == ServerProcess.Stop || (IsFrozen && signal != ServerProcess.Continue);
        _process.Signal(signal);
    }

    public Task WaitForExitAsync(TimeSpan patience) => _process.WaitForExitAsync(patience);

    public void Dispose()
    {
        _process.Dispose();
        Api.Dispose();
    }
}
