using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Scheduling;

namespace LayerDyn.Simulation.Tests;

/// <summary>What must hold after every event, and at the end.</summary>
internal static class Invariants
{
    // No worker is lost by these.
    private static readonly FaultKind[] MovesOnly = [FaultKind.MoveOwner, FaultKind.StoreAway, FaultKind.FalseFailures, FaultKind.JoinWorker];

    public static void Hold(Cluster cluster)
    {
        foreach (var shard in cluster.Shards)
            if (shard.Table is { } table) Hold(table);
    }

    /// <summary>What was granted just now: nothing else goes where quarantined batches are, and none of these where anything else is.</summary>
    public static void HoldGrants(LeaseTable table, string worker, IReadOnlyList<Lease> granted)
    {
        var there = table.Leases.Where(lease => lease.Worker == worker && lease.Progress.Stage != LeaseStage.Committing).ToList();
        if (granted.Count > 0 && there.Select(lease => lease.History.Quarantined).Distinct().Count() > 1) throw new ViolationException($"{worker} is given a batch beside a quarantined one");
    }

    /// <summary>Runs a scenario to its end.</summary>
    /// <exception cref="ViolationException">Something did not hold.</exception>
    public static void Run(Scenario scenario, Mutant mutant = Mutant.None)
    {
        var cluster = new Cluster(scenario, mutant);
        var shards = cluster.Shards.Select(shard => new ShardInvariants(cluster, shard)).ToList();
        var stopped = scenario.Faults.Where(fault => fault.Kind == FaultKind.StopPoint).Select(fault => fault.PointOf(scenario)).ToHashSet();
        var check = cluster.World.Check;
        cluster.World.Check = () =>
        {
            check();
            foreach (var shard in shards) shard.Hold();
        };
        if (!cluster.World.RunUntil(() => cluster.Shards.All(shard => shard.IsDone) && !Repaired(), TimeSpan.FromMinutes(10)))
            throw new ViolationException($"it does not end: {cluster.Shards.Sum(shard => shard.File.Manifest.Committed.Count)} of {cluster.Points} points");
        if (scenario.Poison < 0 && scenario.Hanging < 0 && scenario.Endless < 0 && scenario.Faults.All(fault => MovesOnly.Contains(fault.Kind)) && cluster.Trainings != cluster.Points)
            throw new ViolationException($"{cluster.Trainings} trainings of {cluster.Points} points, and no worker was lost");
        foreach (long failed in cluster.Shards.SelectMany(shard => shard.File.Manifest.Failed))
            if (failed != scenario.Poison && failed != scenario.Hanging && failed != scenario.Endless && !stopped.Contains(failed)) throw new ViolationException($"point {failed} has failed, which does no harm");

        // Looked at before a worker that had been frozen writes again what was lost.
        bool Repaired() => shards.Count(shard => shard.Repair()) > 0;
    }

    /// <summary>No point is in two leases; expected = pending + leased + terminal holds by what the table counts.</summary>
    private static void Hold(LeaseTable table)
    {
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
}

/// <summary>An invariant did not hold.</summary>
internal sealed class ViolationException(string message) : Exception(message);
