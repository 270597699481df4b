using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Lanes;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Time.Testing;

namespace LayerDyn.Grains.Tests.Lanes;

public sealed class FairQueueTests
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void OneSweep_IsServedInTheOrderOfItsPoints()
    {
        var queue = Filled(("a", 1, 4));
        Assert.Equal(["a0", "a1"], Take(queue, 2, _ => 1));
        Assert.True(queue.Enqueue(Job("a", 1, 0))); // it made room, and goes on before others begin
        Assert.Equal(["a0", "a2", "a3"], Take(queue, 3, _ => 1));
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
        var queue = new FairQueue(_time);
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
        queue.Done(first);
        queue.Done(first); // an abandoned thread comes back
        Assert.Equal(1, queue.Out);
        queue.Close();
        Assert.Equal(1, queue.Out);
        queue.Done(second);
        Assert.Equal(0, queue.Out);
    }

    [Fact]
    public void TrainingWithoutEnd_MakesRoomAfterASlice_ForHalfOfTheLanes_AndInTurns()
    {
        var queue = Filled(("a", 1, 9));
        BatchJob[] endless = [queue.Take(_ => true)!, queue.Take(_ => true)!];
        _time.Advance(Slice / 2);
        Fill(queue, ("b", 1, 9));
        Assert.Empty(Overdue(queue)); // its slice is not over
        _time.Advance(Slice / 2);
        var yields = Assert.Single(Overdue(queue));
        Assert.Contains(yields, endless);
        yields.Yield(TimeSpan.Zero);
        Assert.Empty(Overdue(queue)); // a lane is coming free
        queue.Done(yields);
        Assert.Equal("b0", NameOf(queue.Take(_ => true)!));
        _time.Advance(Slice * 0.9);
        Assert.Empty(Overdue(queue)); // a lane each, though what trains of "a" had more than a slice
        _time.Advance(Slice * 5);
        Assert.Empty(Overdue(queue));
    }

    [Fact]
    public void OneLane_IsSharedInTurns_ByWeight()
    {
        var queue = Filled(("a", 1, 1), ("b", 4, 1));
        var had = new Dictionary<string, double> { ["a"] = 0, ["b"] = 0 };
        var trains = queue.Take(_ => true)!;
        for (int second = 0; second < 1000; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            had[trains.Assignment.SweepId]++;
            if (Overdue(queue) is not [var yields]) continue;
            Assert.Same(trains, yields);
            queue.Done(trains);
            Assert.True(queue.Enqueue(Job(trains.Assignment.SweepId, trains.Assignment.Weight, 0)));
            trains = queue.Take(_ => true)!;
        }

        Assert.InRange(had["b"] / had["a"], 3.5, 4.5);
    }

    // Forty sweeps of one, each level with the newcomer when it comes.
    [Fact]
    public void Owner_OfManySweeps_HasNoMoreThanOneOfASingleOne()
    {
        var queue = new FairQueue(_time);
        for (int sweep = 0; sweep < 40; sweep++) Assert.True(queue.Enqueue(Job($"many{sweep}", 16, 0, owner: "ann")));
        var had = new Dictionary<string, int> { ["ann"] = 0, ["bob"] = 0 };
        var trains = queue.Take(_ => true)!;
        _time.Advance(Slice);
        Assert.True(queue.Enqueue(Job("single", 1, 0, owner: "bob")));
        for (int second = 0; second < 1000; second++)
        {
            if (Overdue(queue) is [var yields])
            {
                queue.Done(yields);
                Assert.True(queue.Enqueue(Job(yields.Assignment.SweepId, yields.Assignment.Weight, 0, yields.Assignment.Owner)));
                trains = queue.Take(_ => true)!;
            }

            had[trains.Assignment.Owner]++;
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(had["bob"], 450, 550);
    }

    [Fact]
    public void WhatFitsNoLane_OrIsOfTheSameSweep_DrivesNothingOut()
    {
        var queue = Filled(("a", 1, 2), ("b", 1, 1));
        Assert.Equal("a0", NameOf(queue.Take(_ => true)!));
        _time.Advance(10 * Slice);
        Assert.Empty(queue.Overdue(Slice, (_, _) => false));
        Assert.Single(Overdue(queue));
        queue.Take(job => job.Assignment.SweepId == "b");
        _time.Advance(10 * Slice);
        Assert.Empty(Overdue(queue)); // what waits is of the sweep that has had most
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

    private List<string> Take(FairQueue queue, int count, Func<string, double> seconds)
    {
        var taken = new List<string>();
        for (int i = 0; i < count; i++)
        {
            var job = queue.Take(_ => true)!;
            taken.Add(NameOf(job));
            _time.Advance(TimeSpan.FromSeconds(seconds(NameOf(job))));
            queue.Done(job);
        }

        return taken;
    }

    private FairQueue Filled(params (string Sweep, int Weight, int Batches)[] sweeps)
    {
        var queue = new FairQueue(_time);
        Fill(queue, sweeps);
        return queue;
    }

    private static IReadOnlyList<BatchJob> Overdue(FairQueue queue) => queue.Overdue(Slice, (_, _) => true);

    private static void Fill(FairQueue queue, params (string Sweep, int Weight, int Batches)[] sweeps)
    {
        foreach (var (sweep, weight, batches) in sweeps)
            for (int i = 0; i < batches; i++) Assert.True(queue.Enqueue(Job(sweep, weight, i)));
    }

    private static string NameOf(BatchJob job) => job.Assignment.SweepId + job.Assignment.Points;

    private static BatchJob Job(string sweep, int weight, int point, string owner = "") =>
        new(new LeaseOrder(sweep, $"{sweep}/0", point, PointRanges.Parse($"{point}"), weight) { Owner = owner }, 0, (_, _) => { });
}
