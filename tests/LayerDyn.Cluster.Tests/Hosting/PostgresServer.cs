using System.Diagnostics;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A real PostgreSQL with a folder of its own.</summary>
/// <param name="certificates">With these it takes TLS, and silos insist on it.</param>
internal sealed class PostgresServer(ServerCertificates? certificates = null) : IMembershipServer
{
    private const int Interrupt = 2;

    private readonly int _port = FreePort.Next();
    private readonly string _folder = Directory.CreateTempSubdirectory("layerdyn-postgres-").FullName;
    private ServerProcess? _process;

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Database=postgres;Username=layerdyn"
        + (certificates is null ? "" : $";SSL Mode=VerifyFull;Root Certificate={certificates.Authority}");

    public string Setting => $"--Silo:Postgres={ConnectionString}";

    public async Task StartAsync()
    {
        await StartAsync([]);
        if (certificates is null) return;
        // The user that it runs as is there once it has run: the key must be that user's.
        Kill();
        await certificates.GiveAsync("postgres");
        await StartAsync(["-c", "ssl=on", "-c", $"ssl_cert_file={certificates.Certificate}", "-c", $"ssl_key_file={certificates.Key}"]);
    }

    private Task StartAsync(string[] options)
    {
        _process = new ServerProcess("bash", [RepositoryRoot.Of("infra", "postgres.sh"), $"{_port}", _folder, .. options]);
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
