using System.Text.Json;

namespace LayerDyn.Api.Points;

/// <summary>An attempt at a point.</summary>
/// <param name="Attempt">Its number, from 1.</param>
/// <param name="Silo">Where it ran; null when that was not kept.</param>
/// <param name="Outcome"><c>running</c>, <c>finished</c>, <c>diverged</c>, <c>failed</c>, <c>lost</c>, <c>hung</c> or <c>interrupted</c>.</param>
/// <param name="Message">What it said; empty when all went well.</param>
public sealed record AttemptView(int Attempt, string? Silo, string Outcome, string Message);

/// <summary>A checkpoint of a point.</summary>
/// <param name="Step">The step it was taken after.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Created">When it was written; null when the store does not say.</param>
public sealed record CheckpointView(long Step, long Bytes, DateTimeOffset? Created);

/// <summary>A safetensors file with what is kept of a point.</summary>
/// <param name="Name">Its name, by which it is asked for.</param>
/// <param name="Step">The step that it is of; null for the data that the point saw.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
public sealed record KeptFileView(string Name, long? Step, long Bytes, string Sha256);

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>boolean</c>, <c>integer</c>, <c>number</c> or <c>text</c>.</param>
public sealed record ColumnView(string Name, string Type);

/// <summary>An entry of a silo's log.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Level"><c>debug</c>, <c>information</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="Silo">The silo that wrote it, or where it happened; empty where it is of none.</param>
/// <param name="Message">What it says.</param>
public sealed record LogLineView(DateTimeOffset At, string Level, string Silo, string Message);

/// <summary>What is known of what happened to a sweep, or what the silos remember of a point. They keep their newest entries in memory: what is older, or of a silo that is gone, is not here.</summary>
/// <param name="Entries">The entries, the newest last.</param>
/// <param name="Silent">Silos that did not answer: their entries are missing.</param>
public sealed record LogView(IReadOnlyList<LogLineView> Entries, IReadOnlyList<string> Silent);

/// <summary>A page of points.</summary>
/// <param name="Items">The points.</param>
/// <param name="Next">What to pass as <c>after</c> for the next page; null on the last one.</param>
/// <param name="Total">Number of points that fit the filter.</param>
/// <param name="Columns">The columns of the sweep's results table, in their order.</param>
public sealed record PointPage(IReadOnlyList<PointRow> Items, string? Next, long Total, IReadOnlyList<ColumnView> Columns);

/// <summary>A point in a table: its row of the results table, with the axes and the measurements as objects.</summary>
/// <param name="Index">Its index in the sweep, the column <c>point</c>.</param>
/// <param name="Id">Its identity: a hash of its experiment.</param>
/// <param name="State">One of <see cref="PointStates"/>, the column <c>status</c>.</param>
/// <param name="Axes">Its label on each axis.</param>
/// <param name="Seed">Its seed replicate.</param>
/// <param name="LastStep">The last step that was measured; null when none was, or without a result.</param>
/// <param name="DivergedAt">The step at which divergence was seen; null for a point that did not diverge.</param>
/// <param name="Rows">Number of measured steps; 0 without a result.</param>
/// <param name="Final">The final measurements by column; empty without a result and for a point that diverged.</param>
public sealed record PointRow(
    long Index,
    string Id,
    string State,
    IReadOnlyDictionary<string, string> Axes,
    int Seed,
    long? LastStep,
    long? DivergedAt,
    long Rows,
    IReadOnlyDictionary<string, double> Final);

/// <summary>How far a point is that a slot trains now. Points too small to run alone run together: the steps are those of all of them.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>, of the slot.</param>
/// <param name="Attempt">Which attempt it is, from 1.</param>
/// <param name="Since">When the lane took it.</param>
/// <param name="Points">How many points run together.</param>
/// <param name="StepsDone">Steps done, those before a resume included.</param>
/// <param name="Steps">Steps to do; 0 while the lane reads them.</param>
public sealed record PointRunView(string Silo, string Device, int Attempt, DateTimeOffset Since, int Points, long StepsDone, long Steps);

/// <summary>The names of a point's states.</summary>
public static class PointStates
{
    /// <summary>Committed with all steps done.</summary>
    public const string Finished = "finished";

    /// <summary>Committed when its condition to stop held; counted with the finished ones.</summary>
    public const string Stopped = "stopped";

    /// <summary>Committed as diverged.</summary>
    public const string Diverged = "diverged";

    /// <summary>Failed: it has no result, and is not tried again by itself.</summary>
    public const string Failed = "failed";

    /// <summary>In a slot now.</summary>
    public const string Running = "running";

    /// <summary>Waits.</summary>
    public const string Pending = "pending";

    /// <summary>Of a sweep that is refined: chosen by no round so far. Lists of points leave such points out.</summary>
    public const string NotChosen = "not chosen";

    /// <summary>Those of points in lists.</summary>
    public static IReadOnlyList<string> All { get; } = [Finished, Stopped, Diverged, Failed, Running, Pending];
}

/// <summary>Everything that is known of a point.</summary>
public sealed record PointView
{
    /// <summary>Its index in the sweep.</summary>
    public required long Index { get; init; }

    /// <summary>Its identity: a hash of its experiment.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="PointStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>Its label on each axis.</summary>
    public required IReadOnlyDictionary<string, string> Axes { get; init; }

    /// <summary>Its seed replicate.</summary>
    public required int Seed { get; init; }

    /// <summary>Its experiment with every default spelled out.</summary>
    public required JsonElement Experiment { get; init; }

    /// <summary>Steps asked for.</summary>
    public required long Steps { get; init; }

    /// <summary>The last step that was measured; null where none is known.</summary>
    public long? LastStep { get; init; }

    /// <summary>The step at which divergence was seen; null for a point that did not diverge.</summary>
    public long? DivergedAt { get; init; }

    /// <summary>What was measured at <see cref="LastStep"/>, by column; empty for a point that diverged, whose records keep it, and where nothing is known.</summary>
    public IReadOnlyDictionary<string, double> Final { get; init; } = new Dictionary<string, double>();

    /// <summary>The silo that computed its result, or trains it now; null when neither is known.</summary>
    public string? Silo { get; init; }

    /// <summary>How far it is while it runs; null when it does not.</summary>
    public PointRunView? Run { get; init; }

    /// <summary>Attempts that are known of, the first one first.</summary>
    public IReadOnlyList<AttemptView> Attempts { get; init; } = [];

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Its checkpoints, in order of steps.</summary>
    public IReadOnlyList<CheckpointView> Checkpoints { get; init; } = [];

    /// <summary>What is kept of it, in order of steps, and then its data; empty without a result.</summary>
    public IReadOnlyList<KeptFileView> Kept { get; init; } = [];

    /// <summary>The segment that holds its records; null without a result.</summary>
    public string? Segment { get; init; }
}

/// <summary>What was measured of a point.</summary>
/// <param name="Columns">Names of the values of a row, <c>step</c> first.</param>
/// <param name="Rows">One row a measured step, the step first.</param>
/// <param name="Partial">Whether the point has neither a result nor failed: more may come.</param>
public sealed record RecordsView(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double>> Rows, bool Partial = false);

/// <summary>A checkpoint that was asked for.</summary>
/// <param name="Step">The step it was taken after.</param>
public sealed record WrittenCheckpoint(long Step);
