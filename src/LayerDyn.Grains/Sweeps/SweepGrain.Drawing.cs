using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Storage.Manifests;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Sweeps;

/// <summary>The end of a sweep: its curves are drawn and its summary written.</summary>
public sealed partial class SweepGrain
{
    // A minute of asking: a silo that is lost is known to be long before.
    private const int MostDrawings = 30;

    private async Task EndAsync()
    {
        if (_state != SweepState.Running) return;
        _state = SweepState.Drawing;
        Changed();
        await DrawAsync(SweepState.Ended);
    }

    private async Task DrawAsync(SweepState then)
    {
        using var scope = logger.SweepScope(Id.Value);
        using var span = LayerDynActivities.Draw(Id.Value);
        try
        {
            var curves = await CurvesAsync();
            var stored = (await new ManifestStore(store, Id).TryReadAsync())!;
            await SweepSummary.WriteAsync(store, await plans.GetAsync(Id), Status() with { State = then }, stored.Manifest.Failures, curves);
            if (then == SweepState.Ended && stored.Manifest.Failures.Count == 0) await new CheckpointStore(store, Id).DeleteAllAsync(); // also those of silos that were lost
            if (then == SweepState.Ended) _head = await Heads.UpdateAsync(head => head with { State = ManifestState.Ended });
            await store.DeleteAsync(new SweepPaths(Id).ActiveMark);
            _state = then;
        }
        catch (Exception error)
        {
            span.Fail(error.Message);
            Break(error.Message);
        }

        StopWatching();
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
                CurvesAway(logger, this.GetPrimaryKeyString(), error);
            }

            await Task.Delay(options.Value.RenewEvery, time);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: its curves were not drawn")]
    private static partial void CurvesAway(ILogger logger, string sweep, Exception error);
}
