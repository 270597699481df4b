namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>What can be done to a cluster.</summary>
internal enum FaultKind
{
    /// <summary>kill -9 of a silo, which its supervisor starts again.</summary>
    KillSilo,

    /// <summary>kill -9 of a silo as soon as a commit has been seen, when the next is on its way.</summary>
    KillSiloAtCommit,

    /// <summary>kill -9 of a silo as soon as a sweep has all its points and its curves are drawn.</summary>
    KillSiloAtDrawing,

    /// <summary>SIGSTOP of a silo for longer than it takes to be evicted, then SIGCONT.</summary>
    FreezeSilo,

    /// <summary>SIGSTOP of a silo for less than it takes to be evicted, then SIGCONT.</summary>
    FreezeSiloShortly,

    /// <summary>SIGTERM of a silo, which its supervisor starts again.</summary>
    TerminateSilo,

    /// <summary>One silo more.</summary>
    JoinSilo,

    /// <summary>kill -9 of every silo.</summary>
    KillAllSilos,

    /// <summary>The server of the membership is killed and comes back.</summary>
    MembershipAway,

    /// <summary>The blob storage is stopped and comes back; on a folder, its disk is full for a while.</summary>
    StoreAway,

    /// <summary>The newest checkpoint of every point is damaged, and every silo killed.</summary>
    DamageCheckpoints,

    /// <summary>A client is killed while it submits, and the same is submitted again.</summary>
    KillClient,

    /// <summary>A sweep is submitted with a point that throws, one that hangs and one that diverges.</summary>
    BadPoints,

    /// <summary>A silo of the next version joins, and one of this version is told to stop.</summary>
    Upgrade,
}
