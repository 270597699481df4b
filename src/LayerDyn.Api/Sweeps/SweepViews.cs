using System.Text.Json.Serialization;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Api.Sweeps;

/// <summary>An axis of a sweep.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">Number of positions.</param>
public sealed record AxisSummary(string Name, int Count)
{
    /// <summary>Whether its values are drawn: the sweep has samples of it, together with the other sampled axes, and not every combination.</summary>
    public bool IsSampled { get; init; }

    /// <summary>The interval that its values are drawn from; null for any other axis.</summary>
    public SampledInterval? Interval { get; init; }
}

/// <summary>An event: new points were committed, so these curves have more to show.</summary>
/// <param name="Names">Names of the curves.</param>
public sealed record CurvesChanged(IReadOnlyList<string> Names);

/// <summary>The body that changes a sweep's priority.</summary>
/// <param name="Priority"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
public sealed record PriorityChange(string? Priority);

/// <summary>Something that somebody did with a sweep, that a limit did, or that it was completed.</summary>
/// <param name="At">When.</param>
/// <param name="What"><c>submitted</c>, <c>resumed</c>, <c>retried</c>, <c>paused</c>, <c>cancelled</c>, <c>deleted</c>, <c>completed</c>, <c>refined</c>, <c>priority</c>, <c>renamed</c>, <c>noted</c> or <c>tagged</c>.</param>
/// <param name="By">The name of the key; empty where none was asked for, or nobody did it.</param>
/// <param name="Detail">More about it, as the limit that was reached; empty for nothing.</param>
public sealed record SweepActionView(DateTimeOffset At, string What, string By, string Detail)
{
    /// <summary>It as a sentence, without the time.</summary>
    public string Told() => $"{What}{(By.Length > 0 ? $" by {By}" : "")}{(Detail.Length > 0 ? $": {Detail}" : "")}";
}

/// <summary>How many points stand where, beside what else a view shows: expected = finished + diverged + failed + remaining.</summary>
public abstract record LedgerView
{
    /// <summary>Number of points.</summary>
    [JsonRequired]
    public long Expected { get; init; }

    /// <summary>Points committed with all steps done, or stopped by their condition.</summary>
    [JsonRequired]
    public long Finished { get; init; }

    /// <summary>Points committed as diverged: a result.</summary>
    [JsonRequired]
    public long Diverged { get; init; }

    /// <summary>Points that failed: their attempts were used up.</summary>
    [JsonRequired]
    public long Failed { get; init; }

    /// <summary>Points still pending, running ones included.</summary>
    public long Remaining => Ledger.Remaining;

    /// <summary>The same as one value.</summary>
    [JsonIgnore]
    public Ledger Ledger
    {
        get => new(Expected, Finished, Diverged, Failed);
        init => (Expected, Finished, Diverged, Failed) = (value.Expected, value.Finished, value.Diverged, value.Failed);
    }
}

/// <summary>What was deleted of a sweep, or would be.</summary>
/// <param name="Sweep">The sweep's id.</param>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record DeletedView(string Sweep, long Files, long Bytes);

/// <summary>How much a sweep takes in its store, in bytes.</summary>
/// <param name="Sweep">The sweep's id.</param>
/// <param name="Results">Its results and records.</param>
/// <param name="Kept">What is kept of its points: weights, features, data.</param>
/// <param name="Checkpoints">Checkpoints, and what was measured of points that train.</param>
/// <param name="Curves">Tables and pictures of its curves.</param>
/// <param name="Other">Its specs, manifests and summary.</param>
/// <param name="Files">How many files in all.</param>
public sealed record UsageView(string Sweep, long Results, long Kept, long Checkpoints, long Curves, long Other, long Files)
{
    /// <summary>All of it.</summary>
    public long Total => Results + Kept + Checkpoints + Curves + Other;
}

/// <summary>A page of sweeps.</summary>
/// <param name="Items">The sweeps, in order of their ids.</param>
/// <param name="Next">What to pass as <c>after</c> for the next page; null on the last one.</param>
public sealed record SweepPage(IReadOnlyList<SweepView> Items, string? Next);

/// <summary>The names of a sweep's states. They are text, so that an older client can show a state that it does not know.</summary>
public static class SweepStates
{
    /// <summary>Never started.</summary>
    public const string Unknown = "unknown";

    /// <summary>Points are being computed.</summary>
    public const string Running = "running";

    /// <summary>Nothing is computed until it is resumed.</summary>
    public const string Paused = "paused";

    /// <summary>All points are committed; curves are being drawn.</summary>
    public const string Drawing = "drawing";

    /// <summary>All points are committed or have failed.</summary>
    public const string Completed = "completed";

    /// <summary>It cannot go on; its message says why.</summary>
    public const string Broken = "broken";

    /// <summary>Someone ended it before all points were done.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Someone had it deleted: its files go one by one.</summary>
    public const string Deleting = "deleting";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Unknown, Running, Paused, Drawing, Completed, Broken, Cancelled, Deleting];

    /// <summary>Whether nothing more happens until someone acts.</summary>
    public static bool IsIdle(string state) => state is Completed or Paused or Broken or Cancelled or Unknown;
}

/// <summary>A sweep with its ledger: expected = finished + diverged + failed + remaining.</summary>
public sealed record SweepView : LedgerView
{
    /// <summary>The sweep's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>One line; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>One of <see cref="SweepStates"/>.</summary>
    public required string State { get; init; }

    /// <summary><c>low</c>, <c>normal</c> or <c>high</c>.</summary>
    public string Priority { get; init; } = "normal";

    /// <summary>Who submitted it: the name of the key; empty where none was asked for.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Points that are running.</summary>
    public long Running { get; init; }

    /// <summary>Points that were in the store before the sweep was started.</summary>
    public long FromStore { get; init; }

    /// <summary>Points whose results came from other sweeps of the store.</summary>
    public long Shared { get; init; }

    /// <summary>Points that were leased again because their silo was lost: wasted work.</summary>
    public long Lost { get; init; }

    /// <summary>Steps done by points that are running.</summary>
    public long RunningSteps { get; init; }

    /// <summary>Steps of all points that are running, when they will be done.</summary>
    public long RunningStepsTotal { get; init; }

    /// <summary>Points done a second, over the last half minute that someone watched.</summary>
    public double PointsPerSecond { get; init; }

    /// <summary>Seconds left at this pace; null when there is no pace yet.</summary>
    public double? EtaSeconds { get; init; }

    /// <summary>Why it is broken, which limit paused it, or what failed first; empty when all is well.</summary>
    public string Message { get; init; } = "";

    /// <summary>When it was first submitted; null when that is not known.</summary>
    public DateTimeOffset? Submitted { get; init; }

    /// <summary>Seconds that it was worked on, pauses left out; null where that is not known.</summary>
    public double? Seconds { get; init; }

    /// <summary>The variant of its spec that it was first submitted with; empty for none, or where that is not known.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The overrides, <c>path=value</c>, that it was first submitted with; empty for none, or where that is not known.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>When it was completed or cancelled, if nobody has started it again since; null else.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The command line that it was first submitted with; empty where there was none.</summary>
    public string Command { get; init; } = "";

    /// <summary>The silos that were members while it was worked on; empty where that is not known.</summary>
    public IReadOnlyList<SweepHardware> Hardware { get; init; } = [];

    /// <summary>What people call it beside its name; empty for its name alone.</summary>
    public string Title { get; init; } = "";

    /// <summary>What people say of it; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Words to find it by, in alphabetical order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The same together.</summary>
    [JsonIgnore]
    public SweepLabels Labels
    {
        get => new(Title, Note, Tags);
        init => (Title, Note, Tags) = value;
    }

    /// <summary>Its axes.</summary>
    public IReadOnlyList<AxisSummary> Axes { get; init; } = [];

    /// <summary>Names of its curves.</summary>
    public IReadOnlyList<string> Curves { get; init; } = [];
}
