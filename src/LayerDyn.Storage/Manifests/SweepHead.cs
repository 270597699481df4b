using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>
/// What is fixed when a sweep is first started, and what was last decided about it. What is committed stands in the manifests of
/// its shards, so that coordinators of different parts of a big sweep never write the same object.
/// </summary>
public sealed record SweepHead
{
    /// <summary>The most points that a sweep may have, as a bound on what a damaged file can claim.</summary>
    internal const long MostPoints = 1L << 30;

    /// <summary>Actions that are kept: the first, and the last of the others.</summary>
    internal const int MostActions = 100;

    /// <summary>No files: one object, so that heads without any are equal.</summary>
    internal static readonly IReadOnlyDictionary<string, SegmentFile> NoFiles = new Dictionary<string, SegmentFile>();

    /// <summary>The sweep.</summary>
    public required SweepId SweepId { get; init; }

    /// <summary>Number of points.</summary>
    public required long PointCount { get; init; }

    /// <summary>How many consecutive points are leased together.</summary>
    public required int BatchSize { get; init; }

    /// <summary>How many consecutive points a shard has; a multiple of <see cref="BatchSize"/>.</summary>
    public required long ShardSize { get; init; }

    /// <summary>Of a sweep that is refined, the points that were chosen so far; null where all are run.</summary>
    public PointRanges? Chosen { get; init; }

    /// <summary>Number of points that are run, as far as is known.</summary>
    public long Expected => Chosen?.Count ?? PointCount;

    /// <summary>What was last decided about the sweep.</summary>
    public ManifestState State { get; init; }

    /// <summary>Who submitted it first: the name of the API's key; empty where none was asked for.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The variant of its spec that it was first submitted with; empty for none, or where that is not known.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The overrides, <c>path=value</c>, that it was first submitted with; empty for none, or where that is not known.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>The command line that it was first submitted with; empty where there was none, or it is not known.</summary>
    public string Command { get; init; } = "";

    /// <summary>The silos that were members while it was worked on; empty where that is not known.</summary>
    public IReadOnlyList<SweepHardware> Hardware { get; init; } = [];

    /// <summary>What people say of it.</summary>
    public SweepLabels Labels { get; init; } = SweepLabels.None;

    /// <summary>When it stops although it is not done, as it was submitted last.</summary>
    public RunLimits Limits { get; init; } = RunLimits.None;

    /// <summary>When it is paused, by its limit of time (UTC); null for never.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Points that had failed when it was started or resumed last: its limit of failures does not count them.</summary>
    public long FailedBefore { get; init; }

    /// <summary>Which limit paused it; empty where none did.</summary>
    public string Reached { get; init; } = "";

    /// <summary>Who did what with it and when: the first time it was submitted, then the last hundred actions at most.</summary>
    public IReadOnlyList<SweepAction> History { get; init; } = [];

    /// <summary>Its share of its owner's slots, where sweeps of the same owner want them too: <c>low</c>, <c>normal</c> or <c>high</c>.</summary>
    public string Priority { get; init; } = "normal";

    /// <summary>When it was first submitted (UTC).</summary>
    public DateTime Submitted { get; init; }

    /// <summary>Points whose results came from other sweeps of the store.</summary>
    public long Shared { get; init; }

    /// <summary>
    /// What the files are that no shard lists, by their path in the sweep's folder: the spec, and what was drawn. Empty before anything was drawn.
    /// </summary>
    public IReadOnlyDictionary<string, SegmentFile> Files { get; init; } = NoFiles;

    /// <summary>With one action more.</summary>
    public SweepHead After(SweepAction action) =>
        this with { History = History.Count < MostActions ? [.. History, action] : [History[0], .. History.TakeLast(MostActions - 2), action] };

    /// <summary>With a change of what people say of it, and with that in its history; the same where nothing changes.</summary>
    /// <param name="change">The change.</param>
    /// <param name="at">When (UTC).</param>
    /// <param name="by">The name of the API's key; empty where none was asked for.</param>
    /// <exception cref="InvalidOperationException">It would have too many tags.</exception>
    public SweepHead Labelled(LabelChange change, DateTime at, string by = "")
    {
        var labels = Labels.With(change);
        var head = this;
        foreach (var (what, detail) in labels.Since(Labels)) head = head.After(new SweepAction(at, what, by, detail)) with { Labels = labels };
        return head;
    }

    /// <summary>With points that were chosen; the same where all of them were before. What was chosen once stays chosen.</summary>
    public SweepHead Choose(PointRanges points) => Chosen is null || Chosen.Contains(points) ? this : this with { Chosen = Chosen.Union(points) };

    /// <summary>Started or resumed by somebody: its limits count from now on.</summary>
    /// <param name="limits">Its limits, within the cluster's.</param>
    /// <param name="failed">Points that have failed already.</param>
    /// <param name="now">The time (UTC).</param>
    public SweepHead Begin(RunLimits limits, long failed, DateTime now) =>
        this with { State = ManifestState.Active, Until = now + limits.SweepTime, FailedBefore = failed, Reached = "" };

    /// <summary>With files that were written, in the place of earlier ones of the same paths. Unchanged when all of them are known.</summary>
    public SweepHead WithFiles(IReadOnlyDictionary<string, SegmentFile> files)
    {
        if (files.All(file => Files.GetValueOrDefault(file.Key) == file.Value)) return this;
        var all = new Dictionary<string, SegmentFile>(Files);
        foreach (var (path, file) in files) all[path] = file;
        return this with { Files = all };
    }

    /// <summary>Number of shards.</summary>
    public int ShardCount => (int)((PointCount + ShardSize - 1) / ShardSize);

    /// <summary>The points of a shard that were chosen; null where all are run.</summary>
    public PointRanges? ChosenOf(int shard) => Shard(shard) is var (first, end) ? Chosen?.Within(first, end) : null;

    /// <summary>The points of a shard: index of the first, and of the one after the last.</summary>
    public (long First, long End) Shard(int shard) => (shard * ShardSize, Math.Min(PointCount, (shard + 1) * ShardSize));
}
