using Microsoft.Extensions.Hosting;

namespace LayerDyn.Client.Hosting;

/// <summary>Leaves signals to the command line: the host's own lifetime would keep a second Ctrl-C from ending the process.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
