namespace LayerDyn.Contracts.Sweeps;

/// <summary>One sweep, keyed by its id. Rebuilds itself from the artifact store, so it may be called on any silo at any time.</summary>
[Alias("layerdyn.sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts the sweep, or goes on with it where it was left; calling it again changes nothing. Points already committed are not
    /// computed again.
    /// </summary>
    [Alias("start")]
    Task<SweepStatus> StartAsync(SweepSubmission submission);

    /// <summary>The ledger as it stands.</summary>
    [Alias("status")]
    Task<SweepStatus> GetStatusAsync();

    /// <summary>The ledger at once and whenever it changes (at most ten times a second), until the sweep ends or is paused.</summary>
    [Alias("watch")]
    IAsyncEnumerable<SweepStatus> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Starts no more points, interrupts those that run, and returns when everything that was finished is committed.
    /// </summary>
    [Alias("pause")]
    Task<SweepStatus> PauseAsync();

    /// <summary>Makes failed points due again.</summary>
    [Alias("retry")]
    Task<SweepStatus> RetryFailedAsync();

    /// <summary>A pack ended on a lane: commits its points. Returns once the commit is durable; calling it again changes nothing.</summary>
    [Alias("report")]
    Task ReportAsync(PackReport report);

    /// <summary>A pack is alive and has done so many steps over its points.</summary>
    [Alias("heartbeat")]
    Task HeartbeatAsync(string pack, int attempt, long stepsDone);
}
