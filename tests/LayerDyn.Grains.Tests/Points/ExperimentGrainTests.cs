using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Grains.Tests.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Points;

/// <summary>A point answers at all times: pending, in training, committed or failed.</summary>
[Collection(TestSilo.Collection)]
public sealed class ExperimentGrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PointThatTrains_ShowsItsRows_WhichAreThereWhateverHappensToItsSilo()
    {
        var plan = Endless();
        MeasuredRows seen = MeasuredRows.None;
        await using (var silo = await TestSilo.StartAsync(_folder.Path, lanes: 1))
        {
            await silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, BatchSize: 1));
            var (trained, waits) = (Point(silo, plan, 0), Point(silo, plan, 1));
            await foreach (var rows in trained.WatchAsync())
            {
                Assert.True(rows.Steps[0] > (seen.Steps.Count > 0 ? seen.Steps[^1] : -1)); // what comes is new
                seen = new MeasuredRows(rows.Columns, [.. seen.Steps, .. rows.Steps], [.. seen.Values, .. rows.Values]);
                if (seen.Steps.Count >= 8) break;
            }

            var status = await trained.GetAsync();
            Assert.Equal((ExperimentState.Leased, 1L, 1), (status.State, status.Lease!.Points, status.Lease.Number));
            Assert.Equal(["loss"], seen.Columns);
            Assert.Empty((await waits.ReadAsync()).Steps);
            Assert.Contains((await waits.GetAsync()).State, (ExperimentState[])[ExperimentState.Pending, ExperimentState.Leased]); // its batch may wait on the silo already
            var live = new SweepPaths(plan.Id).Live(0);
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            while (!await HasRowsAsync(silo, live, seen.Steps.Count)) await Task.Delay(50, limit.Token);
            var curves = silo.Grains.GetGrain<ICurveGrain>(plan.Id.Value);
            Assert.Contains("\"role\":\"provisional\"", System.Text.Encoding.UTF8.GetString((await curves.SnapshotAsync("loss", "drawn"))!));
            Assert.Equal(0, Assert.Single(await curves.ListAsync()).Points);
            await silo.Sweep(plan).PauseAsync();
            Assert.Equal(ExperimentState.Pending, (await trained.GetAsync()).State);
        }

        // A silo that is killed leaves no checkpoint behind, but for those of before.
        foreach (string checkpoint in Directory.EnumerateFiles(_folder.Path, "*.safetensors", SearchOption.AllDirectories)) File.Delete(checkpoint);
        await using var next = await TestSilo.StartAsync(_folder.Path, lanes: 1);
        var left = await Point(next, plan, 0).ReadAsync();
        Assert.Equal(seen.Steps, left.Steps.Take(seen.Steps.Count));
        Assert.Equal(seen.Values, left.Values.Take(seen.Values.Count));
        Assert.Equal(left.Steps.Skip(3), (await Point(next, plan, 0).ReadAsync(left.Steps[2])).Steps);
    }

    [Fact]
    public async Task PointThatIsStopped_HasFailedWithItsRows_AndARetryResumesIt()
    {
        var plan = Endless();
        await using var silo = await TestSilo.StartAsync(_folder.Path, lanes: 1);
        await silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, BatchSize: 1));
        var (trained, waits) = (Point(silo, plan, 0), Point(silo, plan, 1));
        await foreach (var rows in trained.WatchAsync())
            if (rows.Steps[^1] > 100) break;
        long step = await trained.CheckpointAsync();
        Assert.True(step > 100);
        await Assert.ThrowsAsync<InvalidOperationException>(waits.CheckpointAsync);

        Assert.Equal((ExperimentState.Failed, "stopped on request"), await StoppedAsync(waits));
        var (state, failure) = await StoppedAsync(trained);
        Assert.Equal(ExperimentState.Failed, state);
        Assert.Matches("^stopped on request at step [0-9,]+ of 2,000,000,000$", failure);
        Assert.Equal((state, failure), await StoppedAsync(trained)); // it stays as it is
        var status = await silo.EndedAsync(plan);
        Assert.Equal((SweepState.Completed, 2L, 0L), (status.State, status.Ledger.Failed, status.Ledger.Remaining));
        var left = await trained.ReadAsync();
        Assert.True(left.Steps[^1] > 100);

        await silo.Sweep(plan).RetryFailedAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        ExperimentStatus again;
        do again = await trained.GetAsync();
        while (again.Lease is not { StepsDone: > 0 } && !limit.IsCancellationRequested);
        Assert.True(again.Lease!.StepsDone >= step, $"it goes on from step {again.Lease.StepsDone}, not from {step}: its checkpoint was there");
        await silo.Sweep(plan).CancelAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(trained.StopAsync);

        static async Task<(ExperimentState, string?)> StoppedAsync(IExperimentGrain point) => await point.StopAsync() is var stopped ? (stopped.State, stopped.Failure) : default;
    }

    [Fact]
    public async Task PointWithAResult_HasAllItsRows_AndLeavesNoneBeside()
    {
        var plan = Specs.Diverging();
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var status = await silo.RunAsync(plan, batchSize: 1);

        Assert.Equal((SweepState.Completed, 4L, 4L), (status.State, status.Ledger.Finished, status.Ledger.Diverged));
        var states = await Task.WhenAll(Enumerable.Range(0, 8).Select(async index => (await Point(silo, plan, index).GetAsync()).State));
        Assert.Equal((4, 4), (states.Count(state => state == ExperimentState.Finished), states.Count(state => state == ExperimentState.Diverged)));
        int finished = Array.IndexOf(states, ExperimentState.Finished);
        var rows = new List<long>();
        await foreach (var each in Point(silo, plan, finished).WatchAsync()) rows.AddRange(each.Steps); // ends by itself
        var experiment = plan.Experiment(finished);
        Assert.Equal(experiment.MeasureAt.Resolve(experiment.Steps), rows);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, "*.csv", SearchOption.AllDirectories), file => file.Contains("/live/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PointWhoseConditionHeld_HasStoppedAndIsDone()
    {
        var plan = SweepPlan.Load("""
            name: stopping
            model: { kind: deep-linear, widths: [3, 4, 2] }
            init: { kind: normal, std: 0.3 }
            task: { kind: gaussian-regression, samples: 10 }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: 60
            measure: { at: { every: 10 }, observables: [loss] }
            axes: { until: { values: [step >= 25, loss < 0], sets: [stopWhen] } }
            seeds: 2
            """);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var status = await silo.RunAsync(plan, batchSize: 4);

        Assert.Equal((SweepState.Completed, 4L), (status.State, status.Ledger.Finished));
        var states = await Task.WhenAll(Enumerable.Range(0, 4).Select(async index => (await Point(silo, plan, index).GetAsync()).State));
        Assert.Equal([ExperimentState.Stopped, ExperimentState.Stopped, ExperimentState.Finished, ExperimentState.Finished], states);
        Assert.Equal([0L, 10, 20, 30], (await Point(silo, plan, 1).ReadAsync()).Steps);
        Assert.Equal(60, (await Point(silo, plan, 2).ReadAsync()).Steps[^1]);
    }

    // Each shard counts its leases from the same number: a worker that went by that alone took the second sweep's for one that it had already.
    [Fact]
    public async Task PointsOfTwoSweeps_TrainSideBySide_AndPausingOneLeavesTheOther()
    {
        var (first, second) = (Endless("first", seeds: 1), Endless("second", seeds: 1));
        await using var silo = await TestSilo.StartAsync(_folder.Path, lanes: 2);
        foreach (var plan in (SweepPlan[])[first, second])
        {
            await silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, BatchSize: 1));
            await TrainsBeyondAsync(silo, plan, 0);
        }

        Assert.Equal(0, (await silo.Sweep(second).GetStatusAsync()).Lost);
        Assert.Equal(SweepState.Paused, (await silo.Sweep(second).PauseAsync()).State);
        Assert.Equal(1, await TrainsBeyondAsync(silo, first, (await Point(silo, first, 0).GetAsync()).Lease!.StepsDone));
        await silo.Sweep(first).PauseAsync();
    }

    // A training without an end holds the only slot.
    [Fact]
    public async Task Training_MakesRoomForAnotherSweep_AndGoesOnFromItsCheckpoint()
    {
        var (endless, other) = (Endless(seeds: 1), Specs.Trivial(10));
        await using var silo = await TestSilo.StartAsync(_folder.Path, lanes: 1, slice: TimeSpan.FromSeconds(1));
        await silo.Sweep(endless).StartAsync(new SweepSubmission(endless.ResolvedYaml, endless.ResolvedYaml, BatchSize: 1));
        await TrainsBeyondAsync(silo, endless, 0);
        Assert.Equal(10, (await silo.RunAsync(other)).Ledger.Finished);
        long left = (await new CheckpointStore(silo.Store, endless.Id).TryLoadNewestAsync(endless.PointId(0)))!.Step;
        Assert.InRange(left, 1, long.MaxValue);
        Assert.Equal(1, await TrainsBeyondAsync(silo, endless, left)); // no attempt of its was lost
        Assert.InRange((await silo.Sweep(endless).GetStatusAsync()).Lost, 0, 0);
        await silo.Sweep(endless).PauseAsync();
    }

    [Fact]
    public async Task PointThatThereIsNot_IsSaidToBeNone()
    {
        var plan = Specs.HeatMap(side: 2, steps: 5);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Point(silo, plan, 0).GetAsync());
        await silo.RunAsync(plan);
        var error = await Assert.ThrowsAsync<KeyNotFoundException>(() => Point(silo, plan, 4).ReadAsync());
        Assert.Contains("has points 0 to 3", error.Message);
    }

    /// <summary>Waits until the first point has done more steps, and returns which attempt does them.</summary>
    private static async Task<int> TrainsBeyondAsync(TestSilo silo, SweepPlan plan, long steps)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if ((await Point(silo, plan, 0).GetAsync()).Lease is { } lease && lease.StepsDone > steps) return lease.Number;
            await Task.Delay(50, limit.Token);
        }
    }

    private static async Task<bool> HasRowsAsync(TestSilo silo, ArtifactPath live, int rows) =>
        await silo.Store.TryReadAsync(live) is { } written && System.Text.Encoding.UTF8.GetString(written.Content.Span).Count(letter => letter == '\n') > rows;

    private static IExperimentGrain Point(TestSilo silo, SweepPlan plan, long index) => silo.Grains.GetGrain<IExperimentGrain>($"{plan.Id}/{index}");

    private static SweepPlan Endless(string name = "endless", int seeds = 2) => SweepPlan.Load($$"""
        name: {{name}}
        model: { kind: deep-linear, widths: [8, 8, 8] }
        init: { kind: normal, std: 0.01 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.0001 }
        steps: 2000000000
        measure: { at: { logPerDecade: 2 }, observables: [loss] }
        curves: [{ kind: trajectory, name: loss, value: loss }]
        seeds: {{seeds}}
        """);
}
