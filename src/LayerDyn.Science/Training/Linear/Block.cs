using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LayerDyn.Science.Optimizers;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Points that are stepped together, one a lane, in one piece of aligned memory. Lanes without a point hold copies of the
/// last one.
/// </summary>
internal abstract unsafe class Block : ILinearBatch
{
    private readonly double* _memory;
    private long _step;
    private bool _ratesWritten;
    private nint _used;

    protected Block(LinearPoint[] points, int lanes, nint doubles)
    {
        (Points, Lanes) = (points, lanes);
        nuint bytes = (nuint)((doubles + (ILinearBatch.CheckEvery + 3) * lanes) * sizeof(double));
        _memory = (double*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_memory, bytes);
        Rates = Take(ILinearBatch.CheckEvery);
        Momentum = Take(1);
        Decay = Take(1);
        GradientScale = Take(1);
        for (int lane = 0; lane < lanes; lane++)
        {
            Momentum[lane] = Point(lane).Momentum;
            Decay[lane] = Point(lane).WeightDecay;
            GradientScale[lane] = Point(lane).LossFactor;
        }

        HasVelocity = Array.Exists(points, point => point.HasVelocity);
        HasDecay = Array.Exists(points, point => point.WeightDecay != 0);
    }

    public LinearPoint[] Points { get; }

    public int AdvancesPerSignOfLife => 1024;

    protected int Lanes { get; }

    /// <summary>Whether steps go along velocities <c>v = momentum v + decay w + g</c>.</summary>
    protected bool HasVelocity { get; }

    /// <summary>Whether there is weight decay.</summary>
    protected bool HasDecay { get; }

    /// <summary>Minus the step size (times the loss factor, without velocities) of each step of a chunk, a vector a step.</summary>
    protected double* Rates { get; }

    protected double* Momentum { get; }

    protected double* Decay { get; }

    protected double* GradientScale { get; }

    public long Reach(long step, long target) => Math.Min(target, (step / ILinearBatch.CheckEvery + 1) * ILinearBatch.CheckEvery);

    public void Advance(long from, long to)
    {
        FillRates(from, (int)(to - from));
        Run((int)(to - from));
        _step = to;
    }

    public long? DivergedAt(int point) => IsFinite(point) ? null : _step;

    public abstract void Read(int point);

    /// <summary>Sets a point's weights to zero, where they stay.</summary>
    public abstract void Retire(int point);

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        GC.SuppressFinalize(this);
    }

    protected abstract void Run(int steps);

    /// <summary>Whether all weights of a point are finite.</summary>
    protected abstract bool IsFinite(int point);

    /// <summary>The next so many vectors of the block's memory, zeroed.</summary>
    protected double* Take(nint vectors)
    {
        double* start = _memory + _used;
        _used += vectors * Lanes;
        return start;
    }

    protected LinearPoint Point(int lane) => Points[Math.Min(lane, Points.Length - 1)];

    protected void Write(double* vectors, Func<LinearPoint, double[]> values)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            double[] source = values(Point(lane));
            for (int i = 0; i < source.Length; i++) vectors[i * Lanes + lane] = source[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void Read(double* vectors, int lane, double[] target)
    {
        for (int i = 0; i < target.Length; i++) target[i] = vectors[i * Lanes + lane];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected bool IsFinite(double* vectors, int lane, nint count)
    {
        for (nint i = 0; i < count; i++)
            if (!double.IsFinite(vectors[i * Lanes + lane])) return false;
        return true;
    }

    protected void Clear(double* vectors, int lane, nint count)
    {
        for (nint i = 0; i < count; i++) vectors[i * Lanes + lane] = 0;
    }

    private void FillRates(long from, int steps)
    {
        bool constant = Array.TrueForAll(Points, point => point.Experiment.Optimizer.Schedule is ConstantSchedule);
        if (constant && _ratesWritten) return;
        _ratesWritten = true;
        for (int lane = 0; lane < Lanes; lane++)
        {
            var point = Point(lane);
            for (int i = 0; i < (constant ? ILinearBatch.CheckEvery : steps); i++) Rates[i * Lanes + lane] = point.Rate(from + i);
        }
    }
}
