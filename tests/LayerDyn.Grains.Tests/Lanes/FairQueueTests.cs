using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Lanes;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Lanes;

public sealed class FairQueueTests
{
    [Fact]
    public void OneSweep_IsFirstComeFirstServed()
    {
        var queue = Filled(("a", 1, 4));
        Assert.Equal(["a0", "a1", "a2", "a3"], Take(queue, 4, _ => 1));
    }

    [Fact]
    public void TwoSweeps_OfOneWeight_ShareTheTime_NotTheBatches()
    {
        var queue = Filled(("a", 1, 40), ("b", 1, 40));
        var taken = Take(queue, 33, batch => batch[0] == 'a' ? 10 : 1);
        Assert.Equal(3, taken.Count(batch => batch[0] == 'a')); // each as long as ten of the other's
    }

    [Fact]
    public void FourfoldWeight_GetsFourTimesTheTime()
    {
        var queue = Filled(("a", 1, 40), ("b", 4, 40));
        Assert.Equal(8, Take(queue, 40, _ => 1).Count(batch => batch[0] == 'a'));
    }

    [Fact]
    public void Newcomer_OwesNothing_AndIsOwedNothing()
    {
        var queue = Filled(("a", 1, 40));
        Take(queue, 20, _ => 1);
        Fill(queue, ("b", 1, 20));
        Assert.Equal(10, Take(queue, 20, _ => 1).Count(batch => batch[0] == 'b'));
    }

    [Fact]
    public void LaneThatDoesNotFit_PassesTheSweepOver()
    {
        var queue = Filled(("a", 1, 1), ("b", 1, 1));
        Assert.Equal("b0", NameOf(queue.Take(job => job.Assignment.SweepId == "b")!));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void Removed_IsNotGivenOut_AndTakenCannotBeRemoved()
    {
        var queue = new FairQueue();
        BatchJob first = Job("a", 1, 0), second = Job("a", 1, 1);
        queue.Enqueue(first);
        queue.Enqueue(second);
        Assert.True(queue.Remove(first));
        Assert.Same(second, queue.Take(_ => true));
        Assert.False(queue.Remove(second));
    }

    [Fact]
    public void Taken_IsOutUntilItIsDone_WhichCountsOnce()
    {
        var queue = Filled(("a", 1, 2));
        BatchJob first = queue.Take(_ => true)!, second = queue.Take(_ => true)!;
        Assert.Equal(2, queue.Out);
        queue.Done(first, TimeSpan.FromSeconds(1));
        queue.Done(first, TimeSpan.FromSeconds(1)); // an abandoned thread comes back
        Assert.Equal(1, queue.Out);
        queue.Close();
        Assert.Equal(1, queue.Out);
        queue.Done(second, TimeSpan.FromSeconds(1));
        Assert.Equal(0, queue.Out);
    }

    [Fact]
    public async Task Close_GivesBackWhatWaits_EndsWhoWaits_AndLetsNothingIn()
    {
        var queue = Filled(("a", 1, 3));
        var waiting = Task.Run(() => queue.Take(_ => false));
        Assert.Equal(3, queue.Close().Count);
        Assert.Null(await waiting.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.False(queue.Enqueue(Job("a", 1, 3)));
    }

    private static List<string> Take(FairQueue queue, int count, Func<string, double> seconds)
    {
        var taken = new List<string>();
        for (int i = 0; i < count; i++)
        {
            var job = queue.Take(_ => true)!;
            taken.Add(NameOf(job));
            queue.Done(job, TimeSpan.FromSeconds(seconds(NameOf(job))));
        }

        return taken;
    }

    private static FairQueue Filled(params (string Sweep, int Weight, int Batches)[] sweeps)
    {
        var queue = new FairQueue();
        Fill(queue, sweeps);
        return queue;
    }

    private static void Fill(FairQueue queue, params (string Sweep, int Weight, int Batches)[] sweeps)
    {
        foreach (var (sweep, weight, batches) in sweeps)
            for (int i = 0; i < batches; i++) Assert.True(queue.Enqueue(Job(sweep, weight, i)));
    }

    private static string NameOf(BatchJob job) => job.Assignment.SweepId + job.Assignment.Points;

    private static BatchJob Job(string sweep, int weight, int point) => new(new LeaseOrder(sweep, $"{sweep}/0", point, PointRanges.Parse($"{point}"), weight), 0, (_, _) => { });
}
