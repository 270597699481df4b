using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Grains.Telemetry;

/// <summary>Sweeps and their points.</summary>
public sealed class SweepInstruments
{
    private readonly ConcurrentDictionary<string, SweepStatus> _live = new();
    private readonly Counter<long> _stopped;
    private readonly Counter<long> _settled;
    private readonly Counter<long> _poisoned;

    internal SweepInstruments(Meter meter)
    {
        meter.CreateObservableGauge("layerdyn.sweeps", CountSweeps, "{sweep}", "Sweeps at work whose coordinator is on this silo, by state");
        meter.CreateObservableGauge("layerdyn.points", CountPoints, "{point}", "Points of the sweeps at work whose coordinator is on this silo, by state");
        _stopped = meter.CreateCounter<long>("layerdyn.sweeps.stopped", "{sweep}", "Sweeps that came to rest, by outcome");
        _settled = meter.CreateCounter<long>("layerdyn.points.settled", "{point}", "Points committed or given up, by state");
        _poisoned = meter.CreateCounter<long>("layerdyn.points.poisoned", "{point}", "Points given up because they hang or take their silo down, by reason");
    }

    /// <summary>
    /// A sweep's status has changed. Call from <c>SweepGrain.Changed()</c>. A sweep at rest is counted once as stopped and no longer
    /// observed.
    /// </summary>
    public void Saw(SweepStatus status)
    {
        if (status.State is SweepState.Running or SweepState.Drawing) _live[status.SweepId] = status;
        else if (_live.TryRemove(status.SweepId, out _) && status.IsAtRest) _stopped.Add(1, Tags.Outcome(Tags.Of(status.State)));
    }

    /// <summary>The sweep's grain leaves this silo. Call from <c>SweepGrain.OnDeactivateAsync</c>.</summary>
    public void Forget(string sweep) => _live.TryRemove(sweep, out _);

    /// <summary>
    /// Points were committed or given up. Call from <c>SweepShardGrain.ReportAsync</c> and <c>GiveUp</c> with what
    /// <c>ShardLedger.Commit</c> added.
    /// </summary>
    public void Settled(long finished, long diverged, long failed)
    {
        if (finished > 0) _settled.Add(finished, Tags.State("finished"));
        if (diverged > 0) _settled.Add(diverged, Tags.State("diverged"));
        if (failed > 0) _settled.Add(failed, Tags.State("failed"));
    }

    /// <summary>A point was given up that hangs or takes its silo down. Call from <c>SweepShardGrain.GiveUp</c>.</summary>
    public void Poisoned(ReturnReason reason) => _poisoned.Add(1, Tags.Reason(Tags.Of(reason)));

    private IEnumerable<Measurement<long>> CountSweeps()
    {
        long running = _live.Values.Count(status => status.State == SweepState.Running);
        yield return new Measurement<long>(running, Tags.State("running"));
        yield return new Measurement<long>(_live.Count - running, Tags.State("drawing"));
    }

    private IEnumerable<Measurement<long>> CountPoints()
    {
        SweepStatus[] all = [.. _live.Values];
        // Messages cross: for a moment more points may seem to run than are due.
        yield return new Measurement<long>(all.Sum(status => Math.Max(0, status.Remaining - status.Running)), Tags.State("waiting"));
        yield return new Measurement<long>(all.Sum(status => status.Running), Tags.State("running"));
        yield return new Measurement<long>(all.Sum(status => status.Finished), Tags.State("finished"));
        yield return new Measurement<long>(all.Sum(status => status.Diverged), Tags.State("diverged"));
        yield return new Measurement<long>(all.Sum(status => status.Failed), Tags.State("failed"));
    }
}
