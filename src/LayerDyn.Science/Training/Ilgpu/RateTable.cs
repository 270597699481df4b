using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>The step sizes of a batch on the device: with a schedule, those of one launch.</summary>
internal sealed class RateTable : IDisposable
{
    private const long MostSteps = 1 << 20;

    // Of one launch, in doubles: 32 MiB.
    private const long MostRates = 1 << 22;

    private readonly LinearPoint[] _points;
    private readonly bool _scheduled;
    private readonly MemoryBuffer1D<double, Stride1D.Dense> _rates;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _rows;
    private bool _isWritten;

    public RateTable(LinearPoint[] points, Accelerator accelerator)
    {
        var shared = SharedRows<LinearPoint>.Of(points, point => (point.Experiment.Optimizer.StepSize, point.Experiment.Optimizer.Schedule, point.LossFactor));
        _points = shared.Points;
        _scheduled = Array.Exists(points, point => point.Experiment.Optimizer.Schedule is not ConstantSchedule);
        LongestLaunch = _scheduled ? Math.Max(IlgpuLinearBatch.Whole(MostRates / _points.Length), ILinearBatch.CheckEvery) : MostSteps;
        _rates = accelerator.Allocate1D<double>(_scheduled ? _points.Length * LongestLaunch : _points.Length);
        _rows = accelerator.Allocate1D(shared.Rows);
    }

    /// <summary>The most steps of a launch.</summary>
    public long LongestLaunch { get; }

    /// <summary>From a step's rates to the next one's: 0 where they are constant.</summary>
    public long PerStep => _scheduled ? _points.Length : 0;

    /// <summary>The rates, step by step, row by row.</summary>
    public ArrayView<double> Rates => _rates.View;

    /// <summary>Each network's row.</summary>
    public ArrayView<int> Rows => _rows.View;

    /// <summary>Makes the rates of a launch ready.</summary>
    public void Write(AcceleratorStream stream, long from, long to)
    {
        if (!_scheduled && _isWritten) return;
        _isWritten = true;
        int rows = _points.Length;
        double[] rates = new double[_scheduled ? (to - from) * rows : rows];
        for (int i = 0; i < rates.Length; i++) rates[i] = _points[i % rows].Rate(from + i / rows);
        _rates.View.SubView(0, rates.Length).CopyFromCPU(stream, rates);
    }

    public void Dispose()
    {
        _rates.Dispose();
        _rows.Dispose();
    }
}
