using System.Diagnostics;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A real PostgreSQL with a folder of its own.</summary>
internal sealed class PostgresServer : IMembershipServer
{
    private const int Interrupt = 2;

    private readonly int _port = FreePort.Next();
    private readonly string _folder = Directory.CreateTempSubdirectory("layerdyn-postgres-").FullName;
    private ServerProcess? _process;

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Database=postgres;Username=layerdyn";

    public string Setting => $"--Silo:Postgres={ConnectionString}";

    public Task StartAsync()
    {
        _process = new ServerProcess("bash", RepositoryRoot.Of("infra", "postgres.sh"), $"{_port}", _folder);
        return ServerProcess.ListensAsync(_port);
    }

    /// <summary>Its fast shutdown, which cuts clients off: kill -9 would leave its shared memory to the machine.</summary>
    public void Kill()
    {
        if (_process is null) return;
        _process.Signal(Interrupt);
        var clock = Stopwatch.StartNew();
        while (!_process.HasExited && clock.Elapsed < TimeSpan.FromSeconds(10)) Thread.Sleep(20);
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
    }
}
