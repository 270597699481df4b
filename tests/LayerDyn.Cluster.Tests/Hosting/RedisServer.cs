namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A real Redis in memory: killed, it forgets everything.</summary>
internal sealed class RedisServer : IMembershipServer
{
    private readonly int _port = FreePort.Next();
    private ServerProcess? _process;

    public string Setting => $"--Silo:Redis=127.0.0.1:{_port}";

    public Task StartAsync()
    {
        _process = new ServerProcess("bash", RepositoryRoot.Of("infra", "redis.sh"), $"{_port}");
        return ServerProcess.ListensAsync(_port);
    }

    public void Kill() => _process?.Dispose();

    public void Dispose() => Kill();
}
