using LayerDyn.Sweeps.Planning;
using Orleans.Concurrency;

namespace LayerDyn.Contracts.Sweeps;

/// <summary>
/// One sweep, keyed by its id: what users start, watch and stop. It opens the shards of its index range and adds up what they
/// report. It rebuilds itself from the artifact store, so it may be called on any silo at any time.
/// </summary>
[Alias("layerdyn.sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts the sweep, or goes on with it where it was left; calling it again changes nothing. Points already committed, here or
    /// in another sweep of the store, are not computed again.
    /// </summary>
    [Alias("start"), ResponseTimeout("00:10:00")]
    Task<SweepStatus> StartAsync(SweepSubmission submission);

    /// <summary>The ledger as it stands.</summary>
    [Alias("status")]
    Task<SweepStatus> GetStatusAsync();

    /// <summary>The ledger at once and whenever it changes (at most ten times a second), until the sweep is idle.</summary>
    [Alias("watch")]
    IAsyncEnumerable<SweepStatus> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Starts no more points, interrupts those that run (long ones leave a checkpoint), and returns when everything that was
    /// finished is committed.
    /// </summary>
    [Alias("pause"), ResponseTimeout("00:10:00")]
    Task<SweepStatus> PauseAsync();

    /// <summary>Goes on after a pause, a cancellation or trouble with the store.</summary>
    [Alias("resume"), ResponseTimeout("00:10:00")]
    Task<SweepStatus> ResumeAsync();

    /// <summary>Ends the sweep as it is: like a pause, but its curves are drawn from what there is, and only a resume goes on.</summary>
    [Alias("cancel"), ResponseTimeout("00:10:00")]
    Task<SweepStatus> CancelAsync();

    /// <summary>Retries failed points.</summary>
    [Alias("retry"), ResponseTimeout("00:10:00")]
    Task<SweepStatus> RetryFailedAsync();

    /// <summary>
    /// Deletes everything of a sweep that is not at work. It goes on where it was when a silo is lost. Other sweeps that took results of it keep
    /// their copies.
    /// </summary>
    /// <param name="why">What decided it, where nobody did, as the cluster's time to keep sweeps; empty else.</param>
    /// <returns>What was deleted; null where it is at work: it is to be paused or cancelled first.</returns>
    [Alias("delete"), ResponseTimeout("00:30:00")]
    Task<DeletedFiles?> DeleteAsync(string why = "");

    /// <summary>Deletes what nothing needs any more of it; nothing while it is at work.</summary>
    /// <param name="dryRun">Nothing is deleted: the answer is what would be.</param>
    [Alias("clean"), ResponseTimeout("00:30:00")]
    Task<DeletedFiles> CleanAsync(bool dryRun);

    /// <summary>Changes its share of slots.</summary>
    [Alias("priority")]
    Task<SweepStatus> SetPriorityAsync(SweepPriority priority);

    /// <summary>Changes what people say of it.</summary>
    /// <exception cref="InvalidOperationException">It would have too many tags.</exception>
    [Alias("label")]
    Task<SweepStatus> LabelAsync(LabelChange change);

    /// <summary>From the keeper: goes on if the store says that it should be running and it is not. Returns whether it has more to do.</summary>
    [Alias("keep")]
    Task<bool> KeepAsync();

    /// <summary>From a shard: its part of the ledger has changed.</summary>
    [Alias("shard"), OneWay]
    Task ShardChangedAsync(ShardStatus status);
}
