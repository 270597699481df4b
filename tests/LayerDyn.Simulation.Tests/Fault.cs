namespace LayerDyn.Simulation.Tests;

internal enum FaultKind
{
    KillWorker,
    FreezeWorker,
    DrainWorker,
    JoinWorker,
    MoveOwner,

    /// <summary>The owner before does not know that it is none any more.</summary>
    DoubleOwner,
    LoseMessages,
    DelayMessages,
    StoreAway,
    FalseFailures,
    Pause,

    /// <summary>Segments are confirmed, and lost.</summary>
    LostWrites,

    /// <summary>Somebody asks for the end of a point.</summary>
    StopPoint,

    /// <summary>Somebody asks for the failed points again.</summary>
    Retry,

    /// <summary>What trains makes room for what waits.</summary>
    MakeRoom,
}

/// <summary>Something that goes wrong, or that somebody does.</summary>
/// <param name="At">When, in seconds.</param>
/// <param name="Kind">What.</param>
/// <param name="Target">Which worker or shard, by number.</param>
/// <param name="Seconds">How long it lasts.</param>
internal sealed record Fault(double At, FaultKind Kind, int Target, double Seconds)
{
    /// <summary>The point that it is about, where it is about one.</summary>
    public long PointOf(Scenario scenario) => Target * 11 % scenario.Points;

    public void Happen(Cluster cluster)
    {
        var (world, store, lasts) = (cluster.World, cluster.Store, TimeSpan.FromSeconds(Seconds));
        var (worker, shard) = (cluster.Workers[Target % cluster.Workers.Count], cluster.Shards[Target % cluster.Shards.Count]);
        switch (Kind)
        {
            case FaultKind.KillWorker: cluster.Kill(worker); break;
            case FaultKind.MakeRoom: worker.MakeRoom(); break;
            case FaultKind.FreezeWorker: worker.FrozenUntil = world.Now + 4 * lasts; break;
            case FaultKind.JoinWorker: cluster.Join(); break;
            case FaultKind.DrainWorker when cluster.Members.Count() > 1: worker.Drain(); break;
            case FaultKind.MoveOwner or FaultKind.DoubleOwner: shard.MoveOwner(unnoticed: Kind == FaultKind.DoubleOwner); break;
            case FaultKind.LoseMessages: During(() => world.Loss = 0.3, () => world.Loss = 0); break;
            case FaultKind.DelayMessages: During(() => world.Delay = TimeSpan.FromSeconds(3), () => world.Delay = TimeSpan.FromMilliseconds(20)); break;
            case FaultKind.StoreAway: During(() => store.IsAway = true, () => store.IsAway = false); break;
            case FaultKind.FalseFailures: During(() => store.FalseFailures = 0.5, () => store.FalseFailures = 0); break;
            case FaultKind.Pause: During(() => shard.Pause(true), () => shard.Pause(false)); break;
            case FaultKind.LostWrites: During(() => store.Forgetting = 0.5, () => store.Forgetting = 0); break;
            case FaultKind.StopPoint: cluster.ShardOf(PointOf(cluster.Scenario)).Stop(PointOf(cluster.Scenario)); break;
            case FaultKind.Retry: shard.Retry(); break;
        }

        void During(Action begin, Action end)
        {
            begin();
            world.After(lasts, end);
        }
    }
}

/// <summary>Shards, their cluster, and what happens to them.</summary>
/// <param name="Seed">Of all that is drawn on the way.</param>
/// <param name="Shards">Number of shards, as far as there are points.</param>
/// <param name="Points">Number of points, over all shards.</param>
/// <param name="Batch">Points a batch.</param>
/// <param name="Workers">Workers at the start.</param>
/// <param name="Slots">Slots of each.</param>
/// <param name="Poison">A point that takes its worker down; -1 for none.</param>
/// <param name="Hanging">A point whose steps stand still; -1 for none.</param>
/// <param name="Endless">A point that makes steps and never ends; -1 for none.</param>
/// <param name="Faults">What happens.</param>
internal sealed record Scenario(ulong Seed, int Shards, int Points, int Batch, int Workers, int Slots, int Poison, int Hanging, int Endless, IReadOnlyList<Fault> Faults)
{
    public override string ToString() =>
        $"seed {Seed}: {Points} points in {Shards} shards by {Batch}, {Workers} workers x {Slots}, poison {Poison}, hanging {Hanging}, endless {Endless}; "
        + string.Join("; ", Faults.Select(fault => FormattableString.Invariant($"{fault.At:F2} {fault.Kind} {fault.Target} {fault.Seconds:F1}")));
}
