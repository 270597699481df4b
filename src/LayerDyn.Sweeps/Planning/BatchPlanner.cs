using LayerDyn.Science.Devices;
using LayerDyn.Science.Training;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// Cuts a sweep's index range into batches of equal size: batch p holds the points p size ... (p + 1) size - 1. The layout is fixed
/// when the sweep is first started, so a batch means the same points for every silo and after every restart.
/// </summary>
public static class BatchPlanner
{
    // A batch should run for some tenths of a second (the linear trainer does 2e10 to 4e10 operations a second on a core, torch on
    // small nets 5e9): long enough that dispatch and commit are nothing beside it (6 ms of processor time, 4% of half of it), short enough that an
    // interruption loses little.
    private const double TargetWork = 2e10;

    // Of a sweep that names GPUs: what one does in that time. It is busy with many points at once alone.
    private const double TargetWorkOfGraphics = 1e12;

    // A segment's records in memory; in Parquet they take less.
    private const double TargetBytes = 8e6;

    // So that the lanes of a cluster share even a small sweep.
    private const int LeastBatches = 32, LeastBatchesOfGraphics = 8;

    // The linear trainer's SIMD width: smaller batches would leave lanes of the vector idle.
    private const int Alignment = 8;
    private const int MostPoints = 8192;

    /// <summary>The number of points a batch for this sweep.</summary>
    public static int ChooseSize(SweepPlan plan)
    {
        double work = 0, bytes = 0;
        foreach (var experiment in plan.Sample()) (work, bytes) = (Math.Max(work, Trainer.Work(experiment)), Math.Max(bytes, RecordSize.Of(experiment)));

        var (target, least) = plan.Resources.Device == DeviceInfo.CudaKind ? (TargetWorkOfGraphics, LeastBatchesOfGraphics) : (TargetWork, LeastBatches);
        double points = Math.Min(Math.Min(target / work, TargetBytes / bytes), Math.Ceiling((double)plan.PointCount / least));
        return points < Alignment ? Math.Max(1, (int)points) : Math.Min(MostPoints, (int)points / Alignment * Alignment);
    }
}
