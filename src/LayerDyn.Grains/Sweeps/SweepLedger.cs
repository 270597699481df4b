using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Sweeps;

/// <summary>
/// A sweep's ledger over its manifest in the store. Commits change it in memory; <see cref="SaveAsync"/> makes them durable, many
/// with one write. Single-threaded, as its grain is.
/// </summary>
public sealed class SweepLedger
{
    private readonly ManifestStore _manifests;
    private StoredManifest _stored;
    private Manifest _current;
    private Task? _saving;
    private bool _dirty;

    private SweepLedger(ManifestStore manifests, StoredManifest stored)
    {
        (_manifests, _stored, _current) = (manifests, stored, stored.Manifest);
        Settled = Rebuild();
    }

    /// <summary>Number of points.</summary>
    public long Expected => _current.PointCount;

    /// <summary>Points committed with all steps done.</summary>
    public long Finished { get; private set; }

    /// <summary>Points committed as diverged.</summary>
    public long Diverged { get; private set; }

    /// <summary>Points given up.</summary>
    public IReadOnlyList<FailureEntry> Failures => _current.Failures;

    /// <summary>Points still due.</summary>
    public long Remaining => Expected - Finished - Diverged - Failures.Count;

    /// <summary>Points a pack, fixed when the sweep was first started.</summary>
    public int PackSize => _current.PackSize;

    /// <summary>Points that have a result or were given up.</summary>
    public PointSet Settled { get; private set; }

    /// <summary>Names of the committed segments.</summary>
    public IEnumerable<string> Segments => _current.Segments.Select(segment => segment.Name);

    /// <summary>The ledger as stored, to look at; null when the store has no such sweep.</summary>
    public static async Task<SweepLedger?> TryReadAsync(IArtifactStore store, SweepId sweep)
    {
        var manifests = new ManifestStore(store, sweep);
        return await manifests.TryReadAsync() is { } stored ? new SweepLedger(manifests, stored) : null;
    }

    /// <summary>Takes the sweep over, creating its manifest when there is none: an earlier owner can commit no more.</summary>
    public static async Task<SweepLedger> OpenAsync(IArtifactStore store, SweepId sweep, long pointCount, int packSize)
    {
        var manifests = new ManifestStore(store, sweep);
        var initial = new Manifest { SweepId = sweep, PackSize = packSize, PointCount = pointCount };
        return new SweepLedger(manifests, await manifests.TakeOverAsync(initial));
    }

    /// <summary>
    /// Takes a pack's results in. A report whose points are committed already, as from a pack that was handed out twice, changes
    /// nothing. True when something changed.
    /// </summary>
    public bool Commit(PackReport report)
    {
        bool changed = false;
        var points = PointSet.Parse(report.Committed, Expected);
        if (points.Count > 0 && !Overlaps(points))
        {
            long diverged = PointSet.Parse(report.Diverged, Expected).Count;
            _current = _current.With(new SegmentEntry(report.Segment, report.Committed, points.Count - diverged, diverged));
            Finished += points.Count - diverged;
            Diverged += diverged;
            changed = true;
        }

        var failures = report.Failures.Where(failure => !points.Contains(failure.Index) && !Settled.Contains(failure.Index))
            .Select(failure => new FailureEntry(failure.Index, failure.Attempts, failure.Message)).ToList();
        if (failures.Count > 0)
        {
            _current = _current with { Failures = [.. _current.Failures, .. failures] };
            changed = true;
        }

        if (changed)
        {
            Settled.UnionWith(points);
            foreach (var failure in failures) Settled.Add(failure.Index);
        }

        return changed;
    }

    /// <summary>Makes failed points due again, and returns their indices.</summary>
    public IReadOnlyList<long> ForgetFailures()
    {
        long[] indices = [.. Failures.Select(failure => failure.Index)];
        foreach (long index in indices) Settled.Remove(index);
        _current = _current with { Failures = [] };
        return indices;
    }

    /// <summary>Makes everything committed so far durable.</summary>
    /// <exception cref="StoreException">The store failed, or another silo has taken the sweep over.</exception>
    public Task SaveAsync()
    {
        _dirty = true;
        return _saving ??= SaveAllAsync();
    }

    private async Task SaveAllAsync()
    {
        try
        {
            while (_dirty)
            {
                _dirty = false;
                _stored = await _manifests.TryCommitAsync(_stored, _current)
                    ?? throw new StoreException($"sweep {_current.SweepId}", "another silo has taken it over", "watch it there, or start it again here");
            }
        }
        finally
        {
            _saving = null;
        }
    }

    private bool Overlaps(PointSet points)
    {
        foreach (var (first, last) in points.Ranges())
            if (Settled.NextPresent(first) is >= 0 and var present && present <= last && !Failures.Any(failure => failure.Index == present)) return true;
        return false;
    }

    private PointSet Rebuild()
    {
        Finished = _current.Finished;
        Diverged = _current.Diverged;
        var settled = _current.Committed();
        foreach (var failure in _current.Failures) settled.Add(failure.Index);
        return settled;
    }
}
