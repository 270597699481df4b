using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Curves;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Sweeps;

/// <summary>
/// A shard's ledger over its manifest in the store. Commits change it in memory; <see cref="SaveAsync"/> makes them durable, many
/// with one write. Single-threaded, as its grain is.
/// </summary>
public sealed class ShardLedger
{
    // Of the attempts without a result, for people to read: a shard whose silos are lost all day must not grow by them.
    private const int MostAttempts = 256;

    // Nor by what was measured of points that failed.
    private const int MostRecords = 100;

    private readonly ShardManifestStore _manifests;
    private readonly TimeProvider _time;
    private StoredManifest _stored;
    private Manifest _current;
    private Task<bool>? _saving;
    private bool _dirty;

    private ShardLedger(ShardManifestStore manifests, StoredManifest stored, TimeProvider time)
    {
        (_manifests, _stored, _current, _time) = (manifests, stored, stored.Manifest, time);
        Terminal = Rebuild();
    }

    /// <summary>How many points stand where, commits that are not durable yet included.</summary>
    public Ledger Counts => _current.Ledger;

    /// <summary>Points that failed.</summary>
    public IReadOnlyList<FailureEntry> Failures => _current.Failures;

    /// <summary>
    /// What is durable, which is all that others may be told: a sweep that took a commit on its way for done would end without it.
    /// </summary>
    public Manifest Saved => _stored.Manifest;

    /// <summary>The owner's number: each take-over raises it.</summary>
    public long Term => _current.Term;

    /// <summary>Points that were leased again because their silo was lost, under this owner and those before.</summary>
    public long Lost => _current.Lost;

    /// <summary>Points that have a result or failed.</summary>
    public PointSet Terminal { get; private set; }

    /// <summary>Takes the shard over, creating its manifest when there is none: an earlier owner can commit no more.</summary>
    /// <param name="store">The artifact store.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="shard">The shard's number.</param>
    /// <param name="points">Its points.</param>
    /// <param name="time">The clock.</param>
    /// <param name="chosen">Those of them that are run; null for all.</param>
    public static async Task<ShardLedger> OpenAsync(IArtifactStore store, SweepId sweep, int shard, PointRanges points, TimeProvider time, PointRanges? chosen = null)
    {
        var manifests = new ShardManifestStore(store, sweep, shard);
        var taken = await manifests.TakeOverAsync(Manifest.Empty(sweep, points.First, points.End));
        // What has a result or failed was chosen, also where the order is of a round before.
        return new ShardLedger(manifests, taken with { Manifest = taken.Manifest with { Chosen = chosen?.Union(taken.Manifest.Done()) } }, time);
    }

    /// <summary>
    /// Takes a batch's results in. A report whose points are committed already, as from a batch that was leased twice, changes
    /// nothing. True when something changed.
    /// </summary>
    public bool Commit(LeaseResult report)
    {
        bool changed = false;
        var points = report.Committed;
        if (points.Count > 0 && !Overlaps(points))
        {
            long diverged = report.Diverged.Count;
            _current = _current.With(new SegmentEntry(report.Segment, points, points.Count - diverged, diverged, SiloOf(report), report.Number)
            {
                Staged = true,
                Records = SegmentRefs.File(report.Records),
                Results = SegmentRefs.File(report.Results),
                Kept = report.Kept,
            });
            changed = true;
        }

        int room = MostRecords - _current.Failures.Count(failure => failure.Records is not null);
        var failures = report.Failures.Where(failure => !points.Contains(failure.Index) && !Terminal.Contains(failure.Index))
            .Select((failure, i) => new FailureEntry(failure.Index, failure.Attempts, failure.Message, SiloOf(report), i < room ? failure.Records : null, Now)).ToList();
        if (failures.Count > 0)
        {
            _current = _current with { Failures = [.. _current.Failures, .. failures] };
            changed = true;
        }

        if (changed)
        {
            foreach (var retried in report.Retried ?? []) Note(Failed(retried, report.Number - 1 + retried.Attempts, SiloOf(report)));
            Terminal.Add(points);
            foreach (var failure in failures) Terminal.Add(failure.Index);
        }

        return changed;
    }

    /// <summary>Keeps an attempt that ended without a result, for people; durable with the next save.</summary>
    public void Note(AttemptEntry attempt) => _current = _current with { Attempts = [.. _current.Attempts.TakeLast(MostAttempts - 1), attempt with { At = attempt.At ?? Now }] };

    /// <summary>Which attempt of a point comes next, from 1.</summary>
    public int NextAttempt(long index) =>
        1 + _current.Attempts.Where(attempt => attempt.Points.Contains(index)).Select(attempt => attempt.Attempt).DefaultIfEmpty().Max();

    /// <summary>The entry of a segment; null when it is not listed.</summary>
    public SegmentEntry? Segment(string name) => _current.Segments.LastOrDefault(segment => segment.Name == name && segment.Staged);

    /// <summary>Retries failed points, and returns their indices.</summary>
    public IReadOnlyList<long> ForgetFailures()
    {
        long[] indices = [.. Failures.Select(failure => failure.Index)];
        foreach (long index in indices) Terminal.Remove(index);
        foreach (var failure in Failures.TakeLast(MostAttempts)) Note(Failed(new(failure.Index, failure.Attempts, failure.Message), failure.Attempts, failure.Silo) with { At = failure.At });
        _current = _current with { Failures = [] };
        return indices;
    }

    /// <summary>Counts points that are leased again because their silo was lost; durable with the next save.</summary>
    public void Lose(long points) => _current = _current with { Lost = _current.Lost + points };

    /// <summary>What is leased, for the next owner; durable with the next save.</summary>
    public void Lease(IReadOnlyList<LeaseEntry> leases) => _current = _current with { Leases = leases };

    /// <summary>Makes everything committed so far durable; false when another silo has taken the shard over, and nothing was written.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public Task<bool> SaveAsync()
    {
        _dirty = true;
        return _saving is { IsCompleted: false } saving ? saving : _saving = SaveAllAsync();
    }

    private async Task<bool> SaveAllAsync()
    {
        while (_dirty)
        {
            _dirty = false;
            if (await _manifests.TryCommitAsync(_stored, _current) is not { } stored) return false;
            _stored = stored;
        }

        return true;
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    private static string? SiloOf(LeaseResult report) => string.IsNullOrEmpty(report.Silo) ? null : report.Silo;

    private static AttemptEntry Failed(PointFailure failure, int attempt, string? silo) =>
        new(PointRanges.Of([failure.Index]), attempt, AttemptOutcome.Failed, failure.Message, silo);

    // A point that failed may still get its result, as when the silo that held it had only been silent.
    private bool Overlaps(PointRanges points)
    {
        var failed = Failures.Select(failure => failure.Index).ToHashSet();
        foreach (var (first, last) in points.Ranges)
            for (long present = Terminal.NextPresent(first); present >= 0 && present <= last; present = Terminal.NextPresent(present + 1))
                if (!failed.Contains(present)) return true;
        return false;
    }

    private PointSet Rebuild()
    {
        var terminal = _current.Committed();
        foreach (var failure in _current.Failures) terminal.Add(failure.Index);
        return terminal;
    }
}
