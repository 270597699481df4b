using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Telemetry.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Metrics;

public sealed class SweepInstrumentsTests : IDisposable
{
    private readonly Meters _meters = new();

    private SweepInstruments Sweeps => _meters.Metrics.Sweeps;

    [Fact]
    public void Points_OfTwoSweeps_AreSummedByState()
    {
        Sweeps.Saw(Status("a-00000001", SweepState.Running, finished: 10, running: 5));
        Sweeps.Saw(Status("b-00000002", SweepState.Running, finished: 1, running: 2));

        var points = _meters.Observe<long>("layerdyn.points");

        Assert.Equal(new Dictionary<string, long> { ["waiting"] = 85 - 5 + 94 - 2, ["running"] = 7, ["finished"] = 11, ["diverged"] = 4, ["failed"] = 6 }, points);
    }

    [Fact]
    public void Sweep_ThatEnds_IsCountedOnceAndForgotten()
    {
        Sweeps.Saw(Status("a-00000001", SweepState.Running));
        Sweeps.Saw(Status("a-00000001", SweepState.Drawing));
        Assert.Equal(new Dictionary<string, long> { ["running"] = 0, ["drawing"] = 1 }, _meters.Observe<long>("layerdyn.sweeps"));

        Sweeps.Saw(Status("a-00000001", SweepState.Completed));
        Sweeps.Saw(Status("a-00000001", SweepState.Completed));

        Assert.Equal(new Dictionary<string, long> { ["completed"] = 1, ["cancelled"] = 0, ["paused"] = 0, ["broken"] = 0 }, _meters.Observe<long>("layerdyn.sweeps.stopped"));
        Assert.All(_meters.Observe<long>("layerdyn.points").Values, count => Assert.Equal(0, count));
    }

    [Fact]
    public void Sweep_ThatWasOnlyLookedAt_IsNotCountedAsStopped()
    {
        Sweeps.Saw(Status("a-00000001", SweepState.Completed));

        Assert.All(_meters.Observe<long>("layerdyn.sweeps.stopped").Values, count => Assert.Equal(0, count));
    }

    [Fact]
    public void Sweep_WhoseGrainLeaves_IsNoLongerObserved()
    {
        Sweeps.Saw(Status("a-00000001", SweepState.Running, running: 3));
        Sweeps.Forget("a-00000001");

        Assert.Equal(0, _meters.Observe<long>("layerdyn.sweeps")["running"]);
        Assert.Equal(0, _meters.Observe<long>("layerdyn.sweeps.stopped").Values.Sum());
    }

    [Fact]
    public void Settled_BeforeTheFirst_IsThereAsZeros()
    {
        Assert.Equal(new Dictionary<string, long> { ["finished"] = 0, ["diverged"] = 0, ["failed"] = 0 }, _meters.Observe<long>("layerdyn.points.terminal"));

        Sweeps.Terminal(new Ledger(0, 5, 1, 0));
        Sweeps.Terminal(new Ledger(0, 2, 0, 1));

        Assert.Equal(new Dictionary<string, long> { ["finished"] = 7, ["diverged"] = 1, ["failed"] = 1 }, _meters.Observe<long>("layerdyn.points.terminal"));
    }

    [Fact]
    public void Poisoned_IsCountedByReason()
    {
        Sweeps.Poisoned(ReturnReason.SiloLost);

        Assert.Equal(new Dictionary<string, long> { ["silo-lost"] = 1, ["hung"] = 0, ["silent"] = 0 }, _meters.Observe<long>("layerdyn.points.poisoned"));
    }

    public void Dispose() => _meters.Dispose();

    private static SweepStatus Status(string id, SweepState state, long finished = 0, long running = 0) =>
        new() { SweepId = id, State = state, Ledger = new(100, finished, 2, 3), Running = running };
}
