using LayerDyn.Cluster.Tests.Chaos;
using LayerDyn.Cluster.Tests.Hosting;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>Points that throw, diverge, hang, or need more memory than there is.</summary>
public sealed class BadPointTests
{
    [Fact]
    public async Task PoisonAndDivergence_AreContained()
    {
        string yaml = Specs.Mixed(Specs.Good + Specs.Diverging + Specs.Enormous);
        await using var cluster = await TestCluster.StartAsync(1, null, "", "--Api:MaxPointBytes=1000000000000"); // else it is refused on submission
        var sweep = await cluster.Silos[0].Api.SubmitAsync(yaml, "?batch=4");
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, yaml, ended, mostLost: 0, failed: 1); // larger than any machine: it throws each time
        Assert.Equal((2L, 1L), (ended.Finished, ended.Diverged));
        Assert.Contains("GB, cpu has", ended.Message);
        Assert.False(cluster.Silos[0].HasExited);
    }

    [Fact]
    public async Task Hanging_IsGivenUp_AndItsNeighboursAreComputed()
    {
        string yaml = Specs.Mixed(Specs.Good + Specs.Endless);
        await using var cluster = await TestCluster.StartAsync(2, null, "", "--Sweeps:HangLimit=00:00:03", "--Sweeps:Hangs=2");
        var sweep = await cluster.Silos[0].Api.SubmitAsync(yaml, "?batch=3");
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, yaml, ended, mostLost: 0, failed: 1, undisturbed: Specs.Mixed(Specs.Good));
        Assert.Contains("made no step for 3 s, 2 times", ended.Message);
        var attempts = (await new ManifestStore(cluster.Store, SweepPlan.Load(yaml).Id).TryReadAsync())!.Manifest.Attempts.Where(attempt => attempt.Outcome == AttemptOutcome.Hung).ToList();
        Assert.Equal(3, attempts.Count); // with its neighbours, then alone
        Assert.All(attempts.Zip(attempts.Skip(1)), pair => Assert.NotEqual(pair.First.Silo, pair.Second.Silo)); // each time elsewhere
        Assert.All(cluster.Silos, silo => Assert.False(silo.HasExited));
    }

    [Fact]
    public async Task NoMoreMemory_FailsThePointWithThatReason_AndTheSiloLives()
    {
        // Less than the machine has, so that it is tried.
        string yaml = Specs.Mixed(Specs.Good + "greedy: { model.widths: [16, 12000, 12000, 2] }");
        const long Room = 1_500_000_000;
        await using var cluster = await TestCluster.StartAsync(1);
        var silo = cluster.Silos[0];
        string data = (await File.ReadAllLinesAsync($"/proc/{silo.Id}/status")).Single(line => line.StartsWith("VmData:", StringComparison.Ordinal));
        long now = 1024 * long.Parse(data.Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
        await Programs.SucceedAsync("prlimit", "--pid", $"{silo.Id}", $"--data={now + Room}");
        var sweep = await silo.Api.SubmitAsync(yaml, "?batch=3");
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, yaml, ended, mostLost: 0, failed: 1, undisturbed: Specs.Mixed(Specs.Good));
        Assert.Contains("memory", ended.Message, StringComparison.OrdinalIgnoreCase);
        Assert.False(silo.HasExited);
    }

    [Theory]
    [InlineData(1)] // its coordinator is lost with it each time
    [InlineData(2)]
    public async Task KilledByTheKernelForItsMemory_IsGivenUp_AndTakesNoOtherPointAlong(int silos)
    {
        const string Others = """
            a: { steps: 50 }
            b: { steps: 51 }
            c: { steps: 52 }
            d: { steps: 53 }
            """;
        string yaml = Specs.Mixed("greedy: { steps: 5000000 }\n" + Others);
        await using var cluster = await TestCluster.StartAsync(silos, null, "", "--Sweeps:Losses=3");
        await using var supervisor = new Supervisor(cluster);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(yaml, "?batch=1");
        var ended = await cluster.WaitAsync(sweep.Id, view =>
        {
            KillWhoRunsTheFirstPointAsync(cluster, sweep.Id).GetAwaiter().GetResult();
            return view.State is "completed" or "broken";
        }, seconds: 600);
        // Alone three times, and before that twice in company: with all of the others, at worst.
        await Invariants.HoldAsync(cluster, yaml, ended, mostLost: 5 + (2 * 4), failed: 1, undisturbed: Specs.Mixed(Others));
        Assert.Contains("its silo was lost 3 times while it ran; it may need more memory than there is", ended.Message);
    }

    // Both sweeps' points are under suspicion after two losses, and each owner knows of its own alone.
    [Fact]
    public async Task KilledByTheKernelForItsMemory_IsHeldAgainstNoPointOfAnotherSweep()
    {
        string greedy = Specs.Mixed("greedy: { steps: 5000000 }"), patient = Specs.Mixed("patient: { steps: 1000000 }");
        await using var cluster = await TestCluster.StartAsync(1, null, "", "--Sweeps:Losses=3");
        await using var supervisor = new Supervisor(cluster);
        var kills = await cluster.Silos[0].Api.SubmitAsync(greedy, "?batch=1");
        var other = await cluster.Silos[0].Api.SubmitAsync(patient, "?batch=1");
        var ended = await cluster.WaitAsync(kills.Id, view =>
        {
            KillWhoRunsTheFirstPointAsync(cluster, kills.Id).GetAwaiter().GetResult();
            return view.State is "completed" or "broken";
        }, seconds: 600);
        Assert.Equal(1, ended.Failed);
        var unharmed = await cluster.WaitAsync(other.Id, view => view.State is "completed" or "broken", seconds: 600);
        await Invariants.HoldAsync(cluster, patient, unharmed, mostLost: 5, failed: 0);
    }

    /// <summary>What the kernel does with a process that takes all memory. Each silo is asked for itself: what others know of it may be of before.</summary>
    private static async Task KillWhoRunsTheFirstPointAsync(TestCluster cluster, string sweep)
    {
        foreach (var silo in cluster.Running())
            if ((await silo.Api.ClusterAsync()).Silos.Any(member => silo.Is(member) && member.Slots.Any(slot => slot.Running is { Points: "0" } running && running.Sweep == sweep)))
                silo.Signal(ServerProcess.Kill);
    }
}
