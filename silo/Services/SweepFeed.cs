using LayerDyn.Api.Sweeps;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Silo.Api;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo.Services;

/// <summary>Follows a sweep for one watcher: the ledger as it changes, and a word when the curves have more to show.</summary>
internal sealed class SweepFeed(IGrainFactory grains, SweepViews views, IOptions<ApiOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>Sends events until the sweep is at rest.</summary>
    public async Task SendAsync(SweepId sweep, EventWriter events, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pings = PingAsync(events, ended.Token);
        try
        {
            var last = await views.OfAsync(sweep, cancellation);
            await events.SendAsync("status", last, cancellation);
            if (!SweepStates.IsAtRest(last.State)) last = await FollowAsync(sweep, last, events, cancellation);
            await events.SendAsync("curves", new CurvesChanged(last.Curves), cancellation);
            await events.SendAsync("end", new { last.State }, cancellation);
        }
        finally
        {
            await ended.CancelAsync();
            await pings.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<SweepView> FollowAsync(SweepId sweep, SweepView last, EventWriter events, CancellationToken cancellation)
    {
        long statusAt = 0, curvesAt = time.GetTimestamp(), shown = -1;
        await foreach (var status in grains.GetGrain<ISweepGrain>(sweep.Value).WatchAsync(cancellation).WithCancellation(cancellation))
        {
            if (status.IsAtRest || time.GetElapsedTime(statusAt) >= options.Value.StatusEvery)
            {
                last = await views.OfAsync(sweep, status, cancellation);
                statusAt = time.GetTimestamp();
                await events.SendAsync("status", last, cancellation);
            }

            long committed = status.Finished + status.Diverged;
            if (committed == shown || time.GetElapsedTime(curvesAt) < options.Value.CurvesEvery) continue;
            (shown, curvesAt) = (committed, time.GetTimestamp());
            await events.SendAsync("curves", new CurvesChanged(last.Curves), cancellation);
        }

        return last;
    }

    private async Task PingAsync(EventWriter events, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Quiet, time);
        while (await timer.WaitForNextTickAsync(cancellation)) await events.PingAsync(cancellation);
    }
}
