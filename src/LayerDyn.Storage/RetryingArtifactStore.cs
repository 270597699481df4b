namespace LayerDyn.Storage;

/// <summary>
/// A store that waits out an outage: calls that fail for a reason that passes by itself (<see cref="StoreException.IsTransient"/>)
/// are repeated with growing pauses until the patience is over.
/// </summary>
/// <param name="inner">The store.</param>
/// <param name="patience">How long an outage is waited for.</param>
/// <param name="time">The clock.</param>
/// <param name="retried">Told of each failure that is waited out.</param>
public sealed class RetryingArtifactStore(IArtifactStore inner, TimeSpan patience, TimeProvider time, Action<StoreException>? retried = null)
    : DelegatingArtifactStore(inner)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task<T> InvokeAsync<T>(StoreCall call, Func<Task<T>> invoke, CancellationToken cancellationToken)
    {
        if (call.Operation == StoreOperation.Check) return await invoke(); // who asks wants to know now
        long began = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await invoke();
            }
            catch (StoreException failure) when (failure.IsTransient && time.GetElapsedTime(began) < patience)
            {
                retried?.Invoke(failure);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
