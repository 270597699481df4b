namespace LayerDyn.Science.Training.Linear;

/// <summary>One point stepped by itself on the processor, in double precision.</summary>
/// <param name="point">The point.</param>
internal abstract class SinglePointBatch(LinearPoint point) : ILinearBatch
{
    private long _step;

    public LinearPoint[] Points => [point];

    public virtual int AdvancesPerSignOfLife => 1024;

    /// <summary>All weights, one layer after the other.</summary>
    protected double[] Weights { get; } = [.. point.Weights.SelectMany(layer => layer)];

    /// <summary>The buffer beside them; empty where there is none.</summary>
    protected double[] Velocity { get; } = [.. point.Velocity.SelectMany(layer => layer)];

    public long Reach(long step, long target) => Math.Min(target, (step / ILinearBatch.CheckEvery + 1) * ILinearBatch.CheckEvery);

    public void Advance(long from, long to)
    {
        for (_step = from; _step < to; _step++) Update(_step, -point.Rate(_step));
    }

    public long? DivergedAt(int point) => Array.TrueForAll(Weights, double.IsFinite) ? null : _step;

    public void Read(int number)
    {
        Split(Weights, point.Weights);
        Split(Velocity, point.Velocity);
    }

    public void Retire(int point)
    {
    }

    public void Dispose()
    {
    }

    /// <summary>The update that follows <paramref name="step"/> updates.</summary>
    protected abstract void Update(long step, double rate);

    private static void Split(double[] values, double[][] layers)
    {
        int start = 0;
        foreach (double[] layer in layers)
        {
            Array.Copy(values, start, layer, 0, layer.Length);
            start += layer.Length;
        }
    }
}
