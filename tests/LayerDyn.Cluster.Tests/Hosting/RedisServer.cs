namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A real Redis with a folder of its own: killed and started again, it has its data.</summary>
/// <param name="certificates">With these it takes TLS alone, and asks for a password.</param>
internal sealed class RedisServer(ServerCertificates? certificates = null) : IMembershipServer
{
    private const string Password = "of-this-test";

    private readonly int _port = FreePort.Next();
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _process;

    public string Setting => $"--Silo:Redis=127.0.0.1:{_port}" + (certificates is null ? "" : $",password={Password},ssl=true");

    public IReadOnlyList<string> Environment => certificates is null ? [] : [$"SERedis_IssuerCertPath={certificates.Authority}"];

    public Task StartAsync()
    {
        _process = new ServerProcess("bash", [RepositoryRoot.Of("infra", "redis.sh"), $"{_port}", _folder.Path, .. Options()]);
        return ServerProcess.ListensAsync(_port);
    }

    private IEnumerable<string> Options() => certificates is null ? [] :
    [
        "--requirepass", Password, "--port", "0", "--tls-port", $"{_port}", "--tls-auth-clients", "no",
        "--tls-cert-file", certificates.Certificate, "--tls-key-file", certificates.Key, "--tls-ca-cert-file", certificates.Authority,
    ];

    public void Kill() => _process?.Dispose();

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }
}
