using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Scheduling;

namespace LayerDyn.Simulation.Tests;

/// <summary>What must hold after every event, and at the end.</summary>
internal static class Invariants
{
    // No worker is lost by these.
    private static readonly FaultKind[] MovesOnly = [FaultKind.MoveOwner, FaultKind.StoreAway, FaultKind.FalseFailures, FaultKind.JoinWorker];

    // Nor is anything late.
    private static readonly FaultKind[] Calm = [FaultKind.JoinWorker, FaultKind.DrainWorker];

    public static void Hold(Cluster cluster)
    {
        if (cluster.Table is not { } table) return;
        // No point is in two leases; expected = pending + leased + terminal holds by what the table counts.
        long leased = 0;
        var seen = new HashSet<long>();
        foreach (var lease in table.Leases)
            foreach (long point in lease.Points.Points)
            {
                if (!seen.Add(point)) throw new ViolationException($"point {point} is leased twice");
                if (!table.Terminal.Contains(point)) leased++;
            }

        if (leased != table.Leased) throw new ViolationException($"{leased} points are leased, {table.Leased} are counted");
    }

    /// <summary>What was granted just now: nothing goes where a quarantined batch is, and none of these where anything is.</summary>
    public static void HoldGrants(LeaseTable table, string worker, IReadOnlyList<Lease> granted)
    {
        var there = table.Leases.Where(lease => lease.Worker == worker && lease.Progress.Stage != LeaseStage.Committing).ToList();
        if (granted.Count > 0 && there.Count > 1 && there.Exists(lease => lease.History.Quarantined)) throw new ViolationException($"{worker} is given a batch beside a quarantined one");
    }

    /// <summary>Runs a scenario to its end.</summary>
    /// <exception cref="ViolationException">Something did not hold.</exception>
    public static void Run(Scenario scenario, Mutant mutant = Mutant.None)
    {
        var cluster = new Cluster(scenario, mutant);
        var committed = new Dictionary<long, string>();
        long version = 0;
        var (paused, starved, elsewhere, sharing) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0L);
        bool isCalm = scenario.Poison < 0 && scenario.Hanging < 0 && scenario.Faults.All(fault => Calm.Contains(fault.Kind));
        var stopped = scenario.Faults.Where(fault => fault.Kind == FaultKind.StopPoint).Select(fault => (long)(fault.Target * 11 % scenario.Points)).ToHashSet();
        var check = cluster.World.Check;
        cluster.World.Check = () =>
        {
            check();
            if (cluster.Store.Version != version) Durable();
            Paused();
            if (isCalm) Starved();
        };
        if (!cluster.World.RunUntil(() => cluster.IsDone && !Repaired(), TimeSpan.FromMinutes(10))) throw new ViolationException($"it does not end: {cluster.Store.Manifest.Committed.Count} of {cluster.Points} points");
        if (scenario.Poison < 0 && scenario.Hanging < 0 && scenario.Faults.All(fault => MovesOnly.Contains(fault.Kind)) && cluster.Trainings != cluster.Points)
            throw new ViolationException($"{cluster.Trainings} trainings of {cluster.Points} points, and no worker was lost");
        foreach (long failed in cluster.Store.Manifest.Failed)
            if (failed != scenario.Poison && failed != scenario.Hanging && !stopped.Contains(failed)) throw new ViolationException($"point {failed} has failed, which does no harm");

        // Looked at before a worker that had been frozen writes again what was lost.
        bool Repaired()
        {
            if (!cluster.Repair()) return false;
            Durable();
            return true;
        }

        void Durable()
        {
            version = cluster.Store.Version;
            var manifest = cluster.Store.Manifest;
            foreach (long lost in committed.Where(point => !cluster.Store.Has(point.Value)).Select(point => point.Key).ToList()) committed.Remove(lost);
            foreach (var (point, segment) in committed)
                if (manifest.Committed.GetValueOrDefault(point) != segment) throw new ViolationException($"point {point} was listed in {segment} and is now in {manifest.Committed.GetValueOrDefault(point)}");
            foreach (var (point, segment) in manifest.Committed)
            {
                if (!cluster.Store.Has(segment) && !scenario.Faults.Any(fault => fault.Kind == FaultKind.LostWrites)) throw new ViolationException($"{segment} is listed and not there");
                committed[point] = segment;
            }
        }

        void Paused()
        {
            if (!cluster.IsPaused || cluster.Table is null) paused = cluster.World.Now;
            else if (cluster.World.Now - paused > 3 * cluster.Rules.Heartbeat && cluster.Table.Leases.Count > 0) throw new ViolationException("a paused shard holds leases");
        }

        void Starved()
        {
            bool idle = cluster.Granted.Any(worker => worker.Busy < worker.Slots);
            bool waits = cluster.Table is { } table && (cluster.Points > table.Terminal.Count + table.Leased || cluster.Members.Any(worker => worker.Waiting > 0));
            bool misplaced = cluster.Granted.Any() && cluster.Members.Except(cluster.Granted).Any(worker => worker.Waiting > 0);
            if (!misplaced || sharing != cluster.Sharing) elsewhere = cluster.World.Now;
            else if (cluster.World.Now - elsewhere > 5 * cluster.Rules.Heartbeat) throw new ViolationException("a batch waits on a worker without a granted slot");
            if (!idle || !waits || sharing != cluster.Sharing) (starved, sharing) = (cluster.World.Now, cluster.Sharing);
            else if (cluster.World.Now - starved > 3 * cluster.Rules.Heartbeat) throw new ViolationException("a batch waits beside a free slot");
        }
    }
}

/// <summary>An invariant did not hold.</summary>
internal sealed class ViolationException(string message) : Exception(message);
