using LayerDyn.Api.Sweeps;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Silo.Api;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo.Services;

/// <summary>Follows a sweep for one watcher: the ledger as it changes, and a word when the curves have more to show.</summary>
internal sealed class SweepFeed(IGrainFactory grains, SweepViews views, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>Sends events until the sweep is idle.</summary>
    public async Task SendAsync(SweepId sweep, EventWriter events, CancellationToken cancellation)
    {
        var last = await views.OfAsync(sweep, cancellation);
        await events.SendAsync("status", last, cancellation);
        if (!SweepStates.IsIdle(last.State)) last = await FollowAsync(sweep, last, events, cancellation);
        await events.SendAsync("curves", new CurvesChanged(last.Curves), cancellation);
        await events.SendAsync("end", new { last.State }, cancellation);
    }

    private async Task<SweepView> FollowAsync(SweepId sweep, SweepView last, EventWriter events, CancellationToken cancellation)
    {
        long statusAt = 0, curvesAt = time.GetTimestamp();
        var shown = (Committed: -1L, Steps: -1L);
        await foreach (var status in grains.GetGrain<ISweepGrain>(sweep.Value).WatchAsync(cancellation).WithCancellation(cancellation))
        {
            if (status.IsIdle || time.GetElapsedTime(statusAt) >= options.Value.StatusEvery)
            {
                last = await views.OfAsync(sweep, status, cancellation);
                statusAt = time.GetTimestamp();
                await events.SendAsync("status", last, cancellation);
            }

            var now = (status.Ledger.Committed, status.RunningSteps); // long trainings are drawn as they go on
            if (now == shown || time.GetElapsedTime(curvesAt) < options.Value.CurvesEvery) continue;
            (shown, curvesAt) = (now, time.GetTimestamp());
            await events.SendAsync("curves", new CurvesChanged(last.Curves), cancellation);
        }

        return last;
    }
}
