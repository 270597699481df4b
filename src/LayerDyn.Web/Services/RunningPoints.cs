using LayerDyn.Api.Points;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>Which points of a sweep are in slots now, by the silos' own word. Asked at most twice a second, however many look on.</summary>
internal sealed class RunningPoints(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private Task<IReadOnlyList<SiloReport>>? _silos;
    private long _asked;

    /// <summary>The batches of a sweep that run.</summary>
    public async Task<IReadOnlyList<RunningBatch>> OfAsync(SweepId sweep, CancellationToken cancellation)
    {
        IReadOnlyList<SiloReport> silos;
        try
        {
            silos = await AskAsync().WaitAsync(cancellation);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException)
        {
            return []; // nobody says that a point runs; what the store knows of it is answered all the same
        }

        return
        [
            .. from silo in silos
               from slot in silo.Slots
               where slot.Running is { } running && running.SweepId == sweep.Value
               select new RunningBatch(slot.Running!.Points, new PointRunView(
                   silo.Name, slot.Kind, slot.Running.Number, slot.Running.Since, slot.Running.Count, slot.Running.StepsDone, slot.Running.Steps)),
        ];
    }

    /// <summary>The points of a sweep that run.</summary>
    public async Task<PointSet> SetOfAsync(SweepPlan plan, CancellationToken cancellation)
    {
        var points = new PointSet(plan.PointCount);
        foreach (var batch in await OfAsync(plan.Id, cancellation)) points.Add(batch.Points);
        return points;
    }

    private Task<IReadOnlyList<SiloReport>> AskAsync()
    {
        lock (_gate)
        {
            if (_silos is null or { IsFaulted: true } || (_silos.IsCompleted && time.GetElapsedTime(_asked) >= Fresh))
                (_silos, _asked) = (grains.GetGrain<IClusterGrain>(0).GetSilosAsync(), time.GetTimestamp());
            return _silos;
        }
    }
}
