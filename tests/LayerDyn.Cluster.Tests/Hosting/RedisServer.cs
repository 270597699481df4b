namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A real Redis with a folder of its own: killed and started again, it has its data.</summary>
internal sealed class RedisServer : IMembershipServer
{
    private readonly int _port = FreePort.Next();
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _process;

    public string Setting => $"--Silo:Redis=127.0.0.1:{_port}";

    public Task StartAsync()
    {
        _process = new ServerProcess("bash", RepositoryRoot.Of("infra", "redis.sh"), $"{_port}", _folder.Path);
        return ServerProcess.ListensAsync(_port);
    }

    public void Kill() => _process?.Dispose();

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }
}
