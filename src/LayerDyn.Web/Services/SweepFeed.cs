using LayerDyn.Api.Sweeps;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Api;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Services;

/// <summary>Follows a sweep for one watcher: the ledger as it changes, and a word when the curves have more to show.</summary>
internal sealed class SweepFeed(IGrainFactory grains, SweepViews views, IOtherRuns others, IOptions<ApiOptions> options, TimeProvider time)
{
    // Of a run in another process: its manifests are read each time.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Sends events until the sweep is idle.</summary>
    public async Task SendAsync(SweepId sweep, EventWriter events, CancellationToken cancellation)
    {
        var last = await views.OfAsync(sweep, cancellation);
        await events.SendAsync("status", last, cancellation);
        if (!SweepStates.IsIdle(last.State)) last = await (others.MayRun && await IsIdleHereAsync(sweep) ? FollowOtherAsync(sweep, last, events, cancellation) : FollowAsync(sweep, last, events, cancellation));
        await events.SendAsync("curves", new CurvesChanged(last.Curves), cancellation);
        await events.SendAsync("end", new { last.State }, cancellation);
    }

    private async Task<bool> IsIdleHereAsync(SweepId sweep) => (await grains.GetGrain<ISweepGrain>(sweep.Value).GetStatusAsync()).IsIdle;

    /// <summary>Follows what another process runs, by what it writes.</summary>
    private async Task<SweepView> FollowOtherAsync(SweepId sweep, SweepView last, EventWriter events, CancellationToken cancellation)
    {
        while (!SweepStates.IsIdle(last.State))
        {
            await Task.Delay(Look, time, cancellation);
            var next = await views.OfAsync(sweep, cancellation);
            await events.SendAsync("status", next, cancellation);
            await events.SendAsync("curves", new CurvesChanged(next.Curves), cancellation); // also where nothing is committed: trainings are drawn as they go on
            last = next;
        }

        return last;
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
