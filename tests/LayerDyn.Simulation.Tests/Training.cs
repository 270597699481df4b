using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Scheduling;
using LayerDyn.Grains.Workers;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>Trains a worker's batches, and writes results before it reports them.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="worker">The worker.</param>
/// <param name="leases">What it holds.</param>
internal sealed class Training(Cluster cluster, Worker worker, HeldLeases<Held> leases)
{
    /// <summary>Trains the next point of a batch.</summary>
    public void Step(Held held, Queue<long> rest) => cluster.World.After(cluster.TimeOf(rest.Count > 0 ? rest.Peek() : -1), () => worker.Awake(() =>
    {
        if (!leases.Holds(held) || held.Stage != LeaseStage.Training) return;
        if (rest.TryDequeue(out long point))
        {
            if (cluster.IsPoison(point))
            {
                cluster.Kill(worker);
                return;
            }

            if (cluster.Hangs(point)) return;
            if (cluster.IsEndless(point))
            {
                held.Vain++;
                Step(held, new Queue<long>([point, .. rest]));
                return;
            }

            held.Done.Add(point);
        }

        if (rest.Count > 0) Step(held, rest);
        else Write(held);
    }));

    /// <summary>Ends it early: what is finished is committed.</summary>
    public void Stop(Held held, ReleaseReason reason = ReleaseReason.Returned)
    {
        if (held.IsAlone) leases.Withdraw(held);
        if (held.Stage == LeaseStage.Waiting || held.Done.Count == 0) Report(held, PointRanges.Empty, reason);
        else if (held.Stage == LeaseStage.Training) Write(held);
    }

    /// <summary>Tells the owner until one has answered.</summary>
    public void Report(Held held, PointRanges points, ReleaseReason reason, int times = 1)
    {
        held.Stage = LeaseStage.Committing;
        if (worker.IsDead || !leases.Holds(held)) return;
        held.Of.ToOwner(owner => owner.Commit(held.Lease, points, PointRanges.Empty, reason, () => cluster.World.Send(() => worker.Awake(() =>
        {
            leases.Forget(held);
            worker.Train();
        }))));
        if (cluster.Mutant == Mutant.ForgetsBeforeListed) leases.Forget(held);
        cluster.World.After(cluster.Rules.Heartbeat, () => worker.Awake(() =>
        {
            if (WorkerRules.ReportsAgain(points.Count > 0, times)) Report(held, points, reason, times + 1);
            else leases.Forget(held);
        }));
    }

    private void Write(Held held)
    {
        held.Stage = LeaseStage.Committing;
        var points = PointRanges.Of(held.Done.Order());
        worker.Train();
        cluster.Store.Put(Store.NameOf(points), written => worker.Awake(() =>
        {
            if (written) Report(held, points, ReleaseReason.Returned);
            else cluster.World.After(TimeSpan.FromMilliseconds(200), () => Write(held));
        }));
    }
}
