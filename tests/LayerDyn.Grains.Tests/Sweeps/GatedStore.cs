using LayerDyn.Storage;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>A store whose writes of one file wait for the test, once somebody has told it to hold them.</summary>
/// <param name="inner">The store that keeps them.</param>
/// <param name="file">The end of the file's path.</param>
internal sealed class GatedStore(IArtifactStore inner, string file) : DelegatingArtifactStore(inner)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _holds;

    /// <summary>Holds the next write, and all after it, until <see cref="Open"/>.</summary>
    public void Hold() => _holds = true;

    /// <summary>Ends when a write waits.</summary>
    public Task Reached => _reached.Task;

    public void Open() => _open.TrySetResult();

    protected override async Task<T> InvokeAsync<T>(StoreCall call, Func<Task<T>> invoke, CancellationToken cancellationToken)
    {
        if (_holds && call.Written is not null && call.Path.EndsWith(file, StringComparison.Ordinal))
        {
            _reached.TrySetResult();
            await _open.Task.WaitAsync(cancellationToken);
        }

        return await invoke();
    }
}
