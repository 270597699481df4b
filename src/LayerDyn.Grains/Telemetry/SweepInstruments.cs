using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Telemetry;

/// <summary>Sweeps and their points.</summary>
public sealed class SweepInstruments
{
    private readonly ConcurrentDictionary<string, SweepStatus> _live = new();
    private readonly TaggedTotals _stopped;
    private readonly TaggedTotals _terminal;
    private readonly TaggedTotals _poisoned;

    internal SweepInstruments(Meter meter)
    {
        meter.CreateObservableGauge("layerdyn.sweeps", CountSweeps, "{sweep}", "Sweeps at work whose coordinator is on this silo, by state");
        meter.CreateObservableGauge("layerdyn.points", CountPoints, "{point}", "Points of the sweeps at work whose coordinator is on this silo, by state");
        _stopped = new(meter, "layerdyn.sweeps.stopped", "{sweep}", "Sweeps that became idle, by outcome", "outcome", "completed", "cancelled", "paused", "broken");
        _terminal = new(meter, "layerdyn.points.terminal", "{point}", "Points committed or failed, by state", "state", "finished", "diverged", "failed");
        _poisoned = new(meter, "layerdyn.points.poisoned", "{point}", "Points that failed because they hang or take their silo down, by reason", "reason",
            "hung", "silo-lost", "silent");
    }

    /// <summary>
    /// A sweep's status has changed. Call from <c>SweepGrain.Changed()</c>. An idle sweep is counted once as stopped and no longer
    /// observed.
    /// </summary>
    public void Saw(SweepStatus status)
    {
        if (status.State is SweepState.Running or SweepState.Drawing) _live[status.SweepId] = status;
        else if (_live.TryRemove(status.SweepId, out _) && status.IsIdle) _stopped.Add(Tags.Of(status.State), 1);
    }

    /// <summary>The sweep's grain leaves this silo. Call from <c>SweepGrain.OnDeactivateAsync</c>.</summary>
    public void Forget(string sweep) => _live.TryRemove(sweep, out _);

    /// <summary>
    /// Points were committed or failed. Call from <c>ShardGrain.CommitAsync</c> and <c>FailPointAsync</c> with what
    /// <c>ShardLedger.Commit</c> added.
    /// </summary>
    public void Terminal(Ledger ledger)
    {
        _terminal.Add("finished", ledger.Finished);
        _terminal.Add("diverged", ledger.Diverged);
        _terminal.Add("failed", ledger.Failed);
    }

    /// <summary>A point failed that hangs or takes its silo down. Call from <c>ShardGrain.FailPointAsync</c>.</summary>
    public void Poisoned(ReturnReason reason) => _poisoned.Add(Tags.Of(reason), 1);

    private IEnumerable<Measurement<long>> CountSweeps()
    {
        long running = _live.Values.Count(status => status.State == SweepState.Running);
        yield return new Measurement<long>(running, Tags.State("running"));
        yield return new Measurement<long>(_live.Count - running, Tags.State("drawing"));
    }

    private IEnumerable<Measurement<long>> CountPoints()
    {
        SweepStatus[] all = [.. _live.Values];
        // Messages cross: for a moment more points may seem to run than are pending.
        yield return new Measurement<long>(all.Sum(status => Math.Max(0, status.Ledger.Remaining - status.Running)), Tags.State("waiting"));
        yield return new Measurement<long>(all.Sum(status => status.Running), Tags.State("running"));
        yield return new Measurement<long>(all.Sum(status => status.Ledger.Finished), Tags.State("finished"));
        yield return new Measurement<long>(all.Sum(status => status.Ledger.Diverged), Tags.State("diverged"));
        yield return new Measurement<long>(all.Sum(status => status.Ledger.Failed), Tags.State("failed"));
    }
}
