namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A real Azurite that keeps its blobs in a folder, so that it can be killed and started again.</summary>
internal sealed class Azurite : IDisposable
{
    private readonly int _port = FreePort.Next();
    private readonly string _folder = Directory.CreateTempSubdirectory("layerdyn-azurite-").FullName;
    private ServerProcess? _process;

    public string ConnectionString => AzuriteAccount.ConnectionString($"http://127.0.0.1:{_port}");

    public async Task StartAsync()
    {
        _process = new ServerProcess("bash", RepositoryRoot.Of("infra", "azurite.sh"), $"{_port}", _folder);
        await ServerProcess.ListensAsync(_port);
    }

    /// <summary>
    /// Takes it away. Not by kill -9: the emulator keeps what it has acknowledged in memory for seconds, and would come back without
    /// it, which the service that it stands for never does.
    /// </summary>
    public async Task StopAsync()
    {
        _process!.Signal(ServerProcess.Terminate);
        await _process.WaitForExitAsync(TimeSpan.FromSeconds(20));
        _process.Dispose();
    }

    /// <summary>Freezes it: what is asked of it hangs. Or lets it go on.</summary>
    public void Signal(int signal) => _process!.Signal(signal);

    public void Dispose()
    {
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
