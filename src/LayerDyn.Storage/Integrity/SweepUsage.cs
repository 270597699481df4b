using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Integrity;

/// <summary>How much a sweep takes in its store.</summary>
/// <param name="Results">Its results and records, merged or not.</param>
/// <param name="Kept">What is kept of its points: weights, features, data.</param>
/// <param name="Checkpoints">Checkpoints, and what was measured of points that train.</param>
/// <param name="Curves">Tables and pictures of its curves.</param>
/// <param name="Other">Its specs, manifests and summary.</param>
public sealed record SweepUsage(FileTotal Results, FileTotal Kept, FileTotal Checkpoints, FileTotal Curves, FileTotal Other)
{
    /// <summary>Nothing.</summary>
    public static SweepUsage None { get; } = new(default, default, default, default, default);

    /// <summary>All of it.</summary>
    public FileTotal Total => Results + Kept + Checkpoints + Curves + Other;

    /// <summary>Looks through the files of a sweep.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public static async Task<SweepUsage> ReadAsync(IArtifactStore store, SweepId sweep, CancellationToken cancellationToken = default)
    {
        var paths = new SweepPaths(sweep);
        var usage = None;
        await foreach (var entry in store.ListAsync(paths.Root, cancellationToken)) usage = usage.With(paths, entry);
        return usage;
    }

    private SweepUsage With(SweepPaths paths, ArtifactEntry entry)
    {
        if (entry.IsIn(paths.ResultsFolder) || entry.IsIn(paths.RecordsFolder) || entry.IsIn(paths.StagedFolder)) return this with { Results = Results.With(entry) };
        if (entry.IsIn(paths.KeptFolder)) return this with { Kept = Kept.With(entry) };
        if (entry.IsIn(paths.CheckpointsFolder) || entry.IsIn(paths.LiveFolder)) return this with { Checkpoints = Checkpoints.With(entry) };
        return entry.IsIn(paths.CurvesFolder) ? this with { Curves = Curves.With(entry) } : this with { Other = Other.With(entry) };
    }
}
