using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Checkpoints;

/// <summary>The checkpoints of a sweep's points in an artifact store.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="keep">How many checkpoints of a point are kept; the newest ones are.</param>
public sealed class CheckpointStore(IArtifactStore store, SweepId sweep, int keep = 2)
{
    private readonly SweepPaths _paths = new(sweep);

    /// <summary>
    /// Stores a checkpoint and deletes the oldest ones beyond those that are kept. The new one is visible before an old one goes.
    /// </summary>
    public Task SaveAsync(PointId point, Checkpoint checkpoint, CancellationToken cancellationToken = default) =>
        SaveAsync(point, checkpoint.Step, CheckpointCodec.Write(point, checkpoint), cancellationToken);

    /// <summary>Stores a checkpoint that is encoded already, see <see cref="SaveAsync(PointId, Checkpoint, CancellationToken)"/>.</summary>
    public async Task SaveAsync(PointId point, long step, ReadOnlyMemory<byte> encoded, CancellationToken cancellationToken = default)
    {
        // Unconditional: a damaged file of the same step must not stay. Determinism makes any other overwriting harmless.
        await store.WriteAsync(_paths.Checkpoint(point, step), encoded, cancellationToken);
        var paths = await ListAsync(point, cancellationToken);
        foreach (var old in paths.SkipLast(Math.Max(1, keep))) await store.DeleteAsync(old, cancellationToken);
    }

    /// <summary>
    /// The newest checkpoint of a point that is valid; null when there is none. A damaged one, or one of another numerics version,
    /// is skipped and reported to <paramref name="skipped"/> with the reason.
    /// </summary>
    /// <param name="point">The point.</param>
    /// <param name="skipped">Hears of those that are skipped.</param>
    /// <param name="wrong">Says what else keeps a checkpoint from being used; null where nothing does.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<Checkpoint?> TryLoadNewestAsync(
        PointId point, Action<ArtifactPath, string>? skipped = null, Func<Checkpoint, Task<string?>>? wrong = null, CancellationToken cancellationToken = default)
    {
        var paths = await ListAsync(point, cancellationToken);
        foreach (var path in paths.AsEnumerable().Reverse())
        {
            if (await store.TryReadAsync(path, cancellationToken) is not { } artifact) continue; // pruned meanwhile
            try
            {
                var read = CheckpointCodec.Read(point, artifact.Content.Span);
                if (wrong is null || await wrong(read) is not { } why) return read;
                skipped?.Invoke(path, why);
            }
            catch (FormatException damaged)
            {
                skipped?.Invoke(path, damaged.Message);
            }
        }

        return null;
    }

    /// <summary>Step of the newest checkpoint of a point, valid or not; null when there is none.</summary>
    public async Task<long?> NewestStepAsync(PointId point, CancellationToken cancellationToken = default) =>
        await ListAsync(point, cancellationToken) is [.., var newest] ? SweepPaths.StepOf(newest) : null;

    /// <summary>
    /// Deletes the checkpoints of a point beyond the step that its training goes on from: they cannot be used, and of what is saved from here on they
    /// would be the newest ones, which are kept.
    /// </summary>
    /// <param name="point">The point.</param>
    /// <param name="step">The step; null where it begins anew.</param>
    /// <param name="cancellationToken">Ends the deletion.</param>
    public async Task DeleteBeyondAsync(PointId point, long? step, CancellationToken cancellationToken = default)
    {
        foreach (var path in await ListAsync(point, cancellationToken))
            if (step is null || SweepPaths.StepOf(path) > step) await store.DeleteAsync(path, cancellationToken);
    }

    /// <summary>Deletes the checkpoints of a point that has its result.</summary>
    public async Task DeleteAllAsync(PointId point, CancellationToken cancellationToken = default)
    {
        foreach (var path in await ListAsync(point, cancellationToken)) await store.DeleteAsync(path, cancellationToken);
    }

    /// <summary>Deletes the checkpoints of all points, once each has its result.</summary>
    public async Task DeleteAllAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var entry in store.ListAsync(_paths.CheckpointsFolder, cancellationToken)) await store.DeleteAsync(entry.Path, cancellationToken);
    }

    private async Task<List<ArtifactPath>> ListAsync(PointId point, CancellationToken cancellationToken)
    {
        var paths = new List<ArtifactPath>();
        await foreach (var entry in store.ListAsync(_paths.CheckpointsOf(point), cancellationToken)) paths.Add(entry.Path);
        return paths;
    }
}
