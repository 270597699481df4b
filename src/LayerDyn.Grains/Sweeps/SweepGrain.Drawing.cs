using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Sweeps;

/// <summary>The end of a sweep: its curves are drawn and its summary written.</summary>
public sealed partial class SweepGrain
{
    // A minute of asking: a silo that is lost is known to be long before.
    private const int MostDrawings = 30;

    // A store that loses what it has confirmed, again and again, is no place for results.
    private const int MostRepairs = 5;

    private int _repairs;

    private async Task EndAsync()
    {
        if (_life.State != SweepState.Running || _choosing is { IsCompleted: false }) return;
        if (_head is { Chosen: not null } && await (_choosing = ChooseAsync()))
        {
            Changed();
            await SeeToShardsAsync();
            return;
        }

        if (!_life.Complete()) return;
        Changed();
        if (!await IsWholeAsync()) return;
        await DrawAsync(SweepState.Completed);
    }

    /// <summary>
    /// Whether everything that is listed is in the store as it was written; merged into few files then, with nothing else beside them. The
    /// points of what is missing or damaged are computed again.
    /// </summary>
    private async Task<bool> IsWholeAsync()
    {
        using var scope = logger.SweepScope(Id.Value);
        try
        {
            var plan = await plans.GetAsync(Id);
            var damaged = await Task.Run(() => new SweepFinisher(store, plan).FinishAsync(_head!));
            _tally.Read(await new ManifestStore(store, Id).ReadAsync());
            if (damaged.Count == 0 && _tally.Total.Ledger.Remaining <= 0) return true;
            foreach (var damage in damaged) DamageFound(logger, Id.Value, damage.Segment.Points, damage.Damage);
            if (damaged.Count > 0 && ++_repairs > MostRepairs) Break($"the store does not keep what it has confirmed: {damaged[0].Damage}");
            else await ComputeAgainAsync();
        }
        catch (StoreException error)
        {
            Break(error.Message);
        }

        return false;
    }

    private async Task ComputeAgainAsync()
    {
        _life.ComputeAgain();
        Changed();
        await SeeToShardsAsync();
    }

    private async Task DrawAsync(SweepState then)
    {
        using var scope = logger.SweepScope(Id.Value);
        using var span = LayerDynActivities.Draw(Id.Value);
        try
        {
            var curves = await CurvesAsync();
            if (then == SweepState.Completed && curves.Any(curve => curve.Missing > 0))
            {
                // What was whole a moment ago is not: it is looked through again.
                _life.ComputeAgain();
                _ = EndAsync();
                return;
            }

            var stored = await new ManifestStore(store, Id).ReadAsync();
            var completed = Action("completed", by: ""); // nobody did it, whoever's call it was that began this
            var ended = then == SweepState.Completed ? OnThese(stored.Head.After(completed)) : stored.Head;
            var summary = await SweepSummary.WriteAsync(store, await plans.GetAsync(Id), Status(), ended, stored.Manifest.Failures, curves);
            if (then == SweepState.Completed && stored.Manifest.Failures.Count == 0)
            {
                await new CheckpointStore(store, Id).DeleteAllAsync(); // also those of silos that were lost
                await new LiveRecords(store, Id).DeleteAllAsync();
            }

            if (then == SweepState.Completed) _head = await WriteAsync(completed, head => OnThese(head with { State = ManifestState.Completed }));

            await SealAsync(summary);
            await store.DeleteAsync(new SweepPaths(Id).ActiveMark);
            if (then == SweepState.Completed && _tally.Total.Ledger.Remaining > 0)
            {
                // Failed points were retried while it was drawn.
                _life.ComputeAgain();
                await GoOnAsync();
                return;
            }

            _life.Drawn();
        }
        catch (Exception error)
        {
            span.Fail(error.Message);
            Break(error.Message);
        }

        StopWatching();
    }

    /// <summary>Keeps the hashes of the files that no shard lists, for whoever verifies the sweep.</summary>
    private async Task SealAsync(SegmentFile summary)
    {
        var paths = new SweepPaths(Id);
        var files = new Dictionary<string, SegmentFile> { [paths.Summary.Name] = summary };
        foreach (var path in (ArtifactPath[])[paths.Spec, paths.Resolved])
            if (await store.TryReadAsync(path) is { } found) files[path.Name] = SegmentFile.Of(found.Content.Span);
        _head = await Heads.UpdateAsync(head => head.WithFiles(files));
    }

    /// <summary>Has the curves drawn, again elsewhere when the silo that drew them is lost.</summary>
    private async Task<IReadOnlyList<CurveReport>> CurvesAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await GrainFactory.GetGrain<ICurveGrain>(this.GetPrimaryKeyString()).DrawAsync();
            }
            catch (OrleansException error) when (attempt < MostDrawings)
            {
                CurvesAway(logger, cluster.LevelOfSilence, this.GetPrimaryKeyString(), error);
            }

            await Task.Delay(options.Value.RenewEvery, time);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: points {Points} are computed again: {Damage}")]
    private static partial void DamageFound(ILogger logger, string sweep, PointRanges points, string damage);

    [LoggerMessage(Message = "Sweep {Sweep}: its curves were not drawn")]
    private static partial void CurvesAway(ILogger logger, LogLevel level, string sweep, Exception error);
}
