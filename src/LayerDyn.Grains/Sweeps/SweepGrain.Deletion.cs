using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Manifests;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Sweeps;

/// <summary>A sweep is deleted, or what nothing needs of it. Neither begins while it is at work, and nothing begins before they end.</summary>
public sealed partial class SweepGrain
{
    /// <inheritdoc/>
    public async Task<DeletedFiles?> DeleteAsync(string why = "")
    {
        await StoppedAsync();
        bool isThere = await LookUpAsync() is not null;
        if (IsBusy) return null;
        if (!isThere) return new DeletedFiles(0, 0);
        var deleting = DeleteAllAsync(why);
        _stopping = deleting;
        return await deleting;
    }

    /// <inheritdoc/>
    public async Task<DeletedFiles> CleanAsync(bool dryRun)
    {
        await StoppedAsync();
        if (IsBusy) return new DeletedFiles(0, 0);
        var cleaning = Task.Run(() => new SweepCleaning(store, Id).RunAsync(time.GetUtcNow(), dryRun));
        _stopping = cleaning;
        var total = await cleaning;
        return new DeletedFiles(total.Files, total.Bytes);
    }

    private bool IsBusy => _life.IsAtWork || _starting is { IsCompleted: false } || _choosing is { IsCompleted: false } || _stopping is { IsCompleted: false };

    private async Task<DeletedFiles> DeleteAllAsync(string why)
    {
        using var scope = logger.SweepScope(Id.Value);
        var action = Action("deleted", why, why.Length > 0 ? "" : null);
        (_head, _life, _tally, _fromStore) = (null, new(), new(), 0);
        var deletion = new SweepDeletion(store, Id);
        await deletion.BeginAsync(action);
        var total = await FinishDeletionAsync(deletion);
        Deleted(logger, Id.Value, total.Files, total.Bytes, action.By.Length > 0 ? action.By : why);
        Changed();
        metrics.Sweeps.Forget(Id.Value);
        DeactivateOnIdle();
        return new DeletedFiles(total.Files, total.Bytes);
    }

    private async Task<FileTotal> FinishDeletionAsync(SweepDeletion deletion)
    {
        var total = await Task.Run(() => deletion.FinishAsync());
        await GrainFactory.GetGrain<ICurveGrain>(Id.Value).ForgetAsync();
        return total;
    }

    /// <summary>A deletion whose silo was lost goes on; a mark without a sweep is what was left of one.</summary>
    private async Task KeepDeletingAsync()
    {
        if (IsBusy) return;
        if (await Heads.TryReadAsync() is { State: ManifestState.Deleting } && !IsBusy) _ = TryFinishDeletionAsync();
        else if (!await SweepIndex.HasAsync(store, Id) && !IsBusy) await store.DeleteAsync(new SweepPaths(Id).ActiveMark);
    }

    private async Task TryFinishDeletionAsync()
    {
        using var scope = logger.SweepScope(Id.Value);
        var finishing = FinishDeletionAsync(new SweepDeletion(store, Id));
        _stopping = finishing;
        try
        {
            await finishing;
        }
        catch (StoreException error)
        {
            NotDeleted(logger, Id.Value, error); // tried again soon
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sweep {Sweep} was deleted: {Files} files, {Bytes} bytes ({By})")]
    private static partial void Deleted(ILogger logger, string sweep, long files, long bytes, string by);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep} could not be deleted yet")]
    private static partial void NotDeleted(ILogger logger, string sweep, Exception error);
}
