using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Tests.Training.Ilgpu;

/// <summary>A batch of which it is told when a point's weights are read.</summary>
internal sealed class CountingBatch(ILinearBatch batch, Action onRead) : ILinearBatch
{
    public LinearPoint[] Points => batch.Points;

    public IDeviceMeasurements? Measurements => batch.Measurements;

    public bool StartsOnDevice => batch.StartsOnDevice;

    public int AdvancesPerSignOfLife => batch.AdvancesPerSignOfLife;

    public long Reach(long step, long target) => batch.Reach(step, target);

    public void Advance(long from, long to) => batch.Advance(from, to);

    public long? DivergedAt(int point) => batch.DivergedAt(point);

    public void Read(int point)
    {
        onRead();
        batch.Read(point);
    }

    public void Retire(int point) => batch.Retire(point);

    public void Dispose() => batch.Dispose();
}
