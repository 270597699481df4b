namespace LayerDyn.Contracts.Experiments;

/// <summary>
/// One experiment point, keyed by <c>sweep/index</c>. It is there at all times, as virtual actors are: pending, training somewhere, committed
/// or failed, it answers. It holds nothing that cannot be read again: the truth is in the shard, on the worker and in the store.
/// </summary>
[Alias("layerdyn.experiment")]
public interface IExperimentGrain : IGrainWithStringKey
{
    /// <summary>Where it stands.</summary>
    /// <exception cref="KeyNotFoundException">The store has no such point.</exception>
    [Alias("get")]
    Task<ExperimentStatus> GetAsync();

    /// <summary>
    /// What was measured after a step: of a point that trains alone as far as it has come, of one with a result all of it, of one that was
    /// left or has failed what the store holds (a training writes its rows there every two seconds).
    /// </summary>
    /// <param name="afterStep">Rows of later steps; -1 for all.</param>
    /// <exception cref="KeyNotFoundException">The store has no such point.</exception>
    [Alias("read"), ResponseTimeout("00:01:00")]
    Task<MeasuredRows> ReadAsync(long afterStep = -1);

    /// <summary>The same as they come, until the point has a result or has failed.</summary>
    /// <param name="afterStep">Rows of later steps; -1 for all.</param>
    /// <param name="cancellationToken">Ends the watching, not the training.</param>
    [Alias("watch")]
    IAsyncEnumerable<MeasuredRows> WatchAsync(long afterStep = -1, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the point here, without a result: it leaves a checkpoint and its rows, and is failed with that reason; a retry of the sweep's failed
    /// points resumes it. Returns when it stands still; a point that has a result or has failed stays as it is.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The store has no such point.</exception>
    /// <exception cref="InvalidOperationException">The sweep does not run: nobody is there to end the point.</exception>
    [Alias("stop"), ResponseTimeout("00:01:00")]
    Task<ExperimentStatus> StopAsync();

    /// <summary>Has a point that trains alone write a checkpoint, and returns the step of it once it is in the store.</summary>
    /// <exception cref="KeyNotFoundException">The store has no such point.</exception>
    /// <exception cref="InvalidOperationException">The point does not train alone.</exception>
    /// <exception cref="TimeoutException">None was written within half a minute.</exception>
    [Alias("checkpoint"), ResponseTimeout("00:01:00")]
    Task<long> CheckpointAsync();
}
