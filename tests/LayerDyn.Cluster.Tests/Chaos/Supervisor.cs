using System.Text;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>Starts silos again that have ended, as systemd or Kubernetes would, and keeps what they said.</summary>
internal sealed class Supervisor : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly TestCluster _cluster;
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _said = new();
    private readonly List<SiloProcess> _ended = [];
    private readonly Task _work;

    public Supervisor(TestCluster cluster)
    {
        _cluster = cluster;
        _work = WorkAsync();
    }

    /// <summary>How often a silo was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>What all silos said, those that are gone first.</summary>
    public string Log()
    {
        lock (_said) return _said + _cluster.Log();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        foreach (var silo in _ended) silo.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            SiloProcess[] ended;
            lock (_cluster.Silos) ended = [.. _cluster.Silos.Where(silo => silo.HasExited)];
            foreach (var silo in ended)
            {
                lock (_said) _said.AppendLine(silo.Output).AppendLine("(it ended)");
                lock (_cluster.Silos) _cluster.Silos.Remove(silo);
                _ended.Add(silo); // someone may be asking it
                _cluster.Launch();
                Restarts++;
            }

            await Task.Delay(Every, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
