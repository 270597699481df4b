using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Contracts.Sweeps;

/// <summary>What a file in the store must be.</summary>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.file-digest")]
public sealed record FileDigest([property: Id(0)] string Sha256, [property: Id(1)] long Bytes);

/// <summary>A point whose training threw every time it was tried.</summary>
/// <param name="Index">Its index in the sweep.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Message">What the last attempt said.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.point-failure")]
public sealed record PointFailure([property: Id(0)] long Index, [property: Id(1)] int Attempts, [property: Id(2)] string Message)
{
    /// <summary>How many of the newest records are kept of it.</summary>
    public const int MostRecords = 10;

    /// <summary>What was measured of it last, as CSV with the step first; null when nothing was.</summary>
    [Id(3)] public string? Records { get; init; }
}

/// <summary>What a sweep tells a shard when it opens it.</summary>
/// <param name="Points">The shard's points.</param>
/// <param name="BatchSize">Points a batch.</param>
/// <param name="Priority">The sweep's priority.</param>
/// <param name="Slots">The shard fills at most so many slots at once; 0 for as many as it gets.</param>
/// <param name="Owner">Who submitted the sweep.</param>
/// <param name="PointTime">A point that trains for so long fails; null for as long as it takes.</param>
/// <param name="Chosen">Those of the points that are run, where the sweep is refined; null for all.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.shard-order")]
public sealed record ShardOrder(
    [property: Id(0)] PointRanges Points,
    [property: Id(1)] int BatchSize,
    [property: Id(2)] SweepPriority Priority,
    [property: Id(3)] int Slots = 0,
    [property: Id(4)] string Owner = "",
    [property: Id(5)] TimeSpan? PointTime = null,
    [property: Id(6)] PointRanges? Chosen = null);

/// <summary>A shard's part of a sweep's ledger.</summary>
[GenerateSerializer, Immutable, Alias("layerdyn.shard-status")]
public sealed record ShardStatus
{
    /// <summary>The shard's number.</summary>
    [Id(0)] public required int Shard { get; init; }

    /// <summary>Counts up with each status of one life of the shard: older news is dropped.</summary>
    [Id(1)] public long Version { get; init; }

    /// <summary>How many of its points stand where, as the store knows it.</summary>
    [Id(2)] public required Ledger Ledger { get; init; }

    /// <summary>Points that are leased, and those whose results are on their way to the store: never more than remain.</summary>
    [Id(3)] public long Running { get; init; }

    /// <summary>Steps done by points that are running; those of points on their way to the store are estimated by the others'.</summary>
    [Id(4)] public long RunningSteps { get; init; }

    /// <summary>Steps of all points that are running, when they will be done.</summary>
    [Id(5)] public long RunningStepsTotal { get; init; }

    /// <summary>Points that were leased again because their silo was lost: wasted work.</summary>
    [Id(6)] public long Lost { get; init; }

    /// <summary>What the first failed point said; empty when none failed.</summary>
    [Id(7)] public string FirstFailure { get; init; } = "";

    /// <summary>Why the shard cannot go on; empty when it can.</summary>
    [Id(8)] public string Trouble { get; init; } = "";
}

/// <summary>A sweep's share of slots that several sweeps want: each step is worth four times the one below.</summary>
[GenerateSerializer, Alias("layerdyn.sweep-priority")]
public enum SweepPriority
{
    /// <summary>Gives way to others.</summary>
    Low = 0,

    /// <summary>The usual.</summary>
    Normal = 1,

    /// <summary>Goes before others.</summary>
    High = 2,
}

/// <summary>Where a sweep stands.</summary>
[GenerateSerializer, Alias("layerdyn.sweep-state")]
public enum SweepState
{
    /// <summary>Never started here.</summary>
    Unknown = 0,

    /// <summary>Points are being computed.</summary>
    Running = 1,

    /// <summary>Nothing is computed until it is started again.</summary>
    Paused = 2,

    /// <summary>All points are committed; curves are being drawn.</summary>
    Drawing = 3,

    /// <summary>All points are committed or have failed, and the curves are drawn.</summary>
    Completed = 4,

    /// <summary>It cannot go on; <see cref="SweepStatus.Message"/> says why.</summary>
    Broken = 5,

    /// <summary>Someone ended it before all points were done; resuming goes on.</summary>
    Cancelled = 6,

    /// <summary>Someone had it deleted: its files go one by one.</summary>
    Deleting = 7,
}

/// <summary>Where a sweep stands, and how many of its points.</summary>
[GenerateSerializer, Immutable, Alias("layerdyn.sweep-status")]
public sealed record SweepStatus
{
    /// <summary>The sweep's id.</summary>
    [Id(0)] public required string SweepId { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)] public required SweepState State { get; init; }

    /// <summary>How many of its points stand where.</summary>
    [Id(2)] public required Ledger Ledger { get; init; }

    /// <summary>Points that are pending and in batches handed to lanes: never more than remain.</summary>
    [Id(3)] public long Running { get; init; }

    /// <summary>Points that were already in the store when the sweep was started this time.</summary>
    [Id(4)] public long FromStore { get; init; }

    /// <summary>Optimizer steps done by points that are running.</summary>
    [Id(5)] public long RunningSteps { get; init; }

    /// <summary>Optimizer steps of all points that are running, when they will be done.</summary>
    [Id(6)] public long RunningStepsTotal { get; init; }

    /// <summary>Why it is broken, or which points failed first; empty when all is well.</summary>
    [Id(7)] public string Message { get; init; } = "";

    /// <summary>Its share of slots that others want too.</summary>
    [Id(8)] public SweepPriority Priority { get; init; } = SweepPriority.Normal;

    /// <summary>When it was first submitted (UTC).</summary>
    [Id(9)] public DateTime Submitted { get; init; }

    /// <summary>Points that were leased again because their silo was lost: wasted work.</summary>
    [Id(10)] public long Lost { get; init; }

    /// <summary>Points whose results came from other sweeps of the store.</summary>
    [Id(11)] public long Shared { get; init; }

    /// <summary>Which limit paused it; empty where none did.</summary>
    [Id(12)] public string Limit { get; init; } = "";

    /// <summary>Who submitted it first: the name of the API's key; empty where none was asked for.</summary>
    [Id(13)] public string Owner { get; init; } = "";

    /// <summary>How long it was worked on, pauses left out; null where that is not known.</summary>
    [Id(14)] public TimeSpan? Worked { get; init; }

    /// <summary>The variant of its spec that it was first submitted with; empty for none.</summary>
    [Id(15)] public string Variant { get; init; } = "";

    /// <summary>The overrides, <c>path=value</c>, that it was first submitted with; empty for none.</summary>
    [Id(16)] public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>What people say of it.</summary>
    [Id(17)] public SweepLabels Labels { get; init; } = SweepLabels.None;

    /// <summary>When it was completed or cancelled (UTC), if nobody has started it again since; null else.</summary>
    [Id(18)] public DateTime? Ended { get; init; }

    /// <summary>The command line that it was first submitted with; empty where there was none.</summary>
    [Id(19)] public string Command { get; init; } = "";

    /// <summary>The silos that were members while it was worked on.</summary>
    [Id(20)] public IReadOnlyList<SweepHardware> Hardware { get; init; } = [];

    /// <summary>
    /// Points settled, and fractions of running ones by their steps: from 0 to all, whatever the sender counted.
    /// </summary>
    public double Done
    {
        get
        {
            double share = RunningStepsTotal > 0 ? Math.Clamp((double)RunningSteps / RunningStepsTotal, 0, 1) : 0;
            return Math.Clamp(Ledger.Committed + Ledger.Failed + Running * share, 0, Math.Max(0, Ledger.Expected));
        }
    }

    /// <summary>Whether nothing more will happen until someone acts.</summary>
    public bool IsIdle => State is SweepState.Completed or SweepState.Paused or SweepState.Broken or SweepState.Cancelled;
}

/// <summary>What a client hands over to start a sweep.</summary>
/// <param name="SpecYaml">The spec as the user wrote it, kept beside the results.</param>
/// <param name="ResolvedYaml">The spec with every default spelled out and overrides applied: what is run.</param>
/// <param name="BatchSize">Points that travel together; 0 lets the sweep choose by their cost.</param>
/// <param name="Priority">Its share of its owner's slots, where sweeps of the same owner want them too.</param>
/// <param name="Owner">Who submits it: the name of the API's key; empty where none is asked for.</param>
/// <param name="Variant">The variant of the spec that was asked for, for lists; empty for none. <paramref name="ResolvedYaml"/> has it applied.</param>
/// <param name="Set">The overrides, <c>path=value</c>, in the order given, for lists; null for none. <paramref name="ResolvedYaml"/> has them applied.</param>
/// <param name="Command">The command line that submits it; empty where there is none.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.sweep-submission")]
public sealed record SweepSubmission(
    [property: Id(0)] string SpecYaml,
    [property: Id(1)] string ResolvedYaml,
    [property: Id(2)] int BatchSize = 0,
    [property: Id(3)] SweepPriority Priority = SweepPriority.Normal,
    [property: Id(4)] string Owner = "",
    [property: Id(5)] string Variant = "",
    [property: Id(6)] IReadOnlyList<string>? Set = null,
    [property: Id(7)] string Command = "");

/// <summary>What was deleted of a sweep.</summary>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">Their bytes.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.deleted-files")]
public sealed record DeletedFiles([property: Id(0)] long Files, [property: Id(1)] long Bytes);
