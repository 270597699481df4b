using Polly;
using Polly.Retry;

namespace LayerDyn.Storage;

/// <summary>
/// A store that waits out an outage: calls that fail for a reason that passes by itself (<see cref="StoreException.IsTransient"/>)
/// are repeated with growing pauses until the patience is over.
/// </summary>
public sealed class RetryingArtifactStore : DelegatingArtifactStore
{
    private static readonly ResiliencePropertyKey<long> Began = new("layerdyn.store.began");

    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Wraps a store.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="patience">How long an outage is waited for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="retried">Told of each failure that is waited out.</param>
    public RetryingArtifactStore(IArtifactStore inner, TimeSpan patience, TimeProvider time, Action<StoreException>? retried = null)
        : base(inner)
    {
        _time = time;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(5),
            MaxRetryAttempts = int.MaxValue, // the patience is a time: a call that hangs uses it up, too
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is StoreException { IsTransient: true } && time.GetElapsedTime(attempt.Context.Properties.GetValue(Began, 0)) < patience),
            OnRetry = attempt =>
            {
                retried?.Invoke((StoreException)attempt.Outcome.Exception!);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <inheritdoc/>
    protected override async Task<T> InvokeAsync<T>(StoreCall call, Func<Task<T>> invoke, CancellationToken cancellationToken)
    {
        if (call.Operation == StoreOperation.Check) return await invoke(); // who asks wants to know now
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Began, _time.GetTimestamp());
        try
        {
            return await _pipeline.ExecuteAsync(static async (_, invoke) => await invoke(), context, invoke);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
