using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Models;
using LayerDyn.Science.Training.Ilgpu.Measuring;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// Points that a GPU steps together, thousands of steps a launch: weights stay on the device, which measures them too, and are read, in one
/// piece, for what it does not measure, for checkpoints and at the end. Divergence is checked on the device, at the steps at which the processor's engine checks it.
/// </summary>
internal sealed class IlgpuLinearBatch : ILinearBatch
{
    // A launch cannot be interrupted: one this long lets a cancelled batch go soon, and costs next to nothing.
    private const int ShortLaunchMilliseconds = 50, LongLaunchMilliseconds = 200;

    // What slots that share a device leave to each other.
    private const long ShareOfMemory = 8;

    // Of a copy on the host, in doubles: 1 GiB.
    private const long MostOnHost = 1 << 27;

    private readonly NetLayout _layout;
    private readonly AcceleratorStream _stream;
    private readonly MemoryBuffer1D<double, Stride1D.Dense> _values;
    private readonly MemoryBuffer1D<Operation, Stride1D.Dense> _program;
    private readonly MemoryBuffer1D<MatrixOperation, Stride1D.Dense> _descent;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _dataRows;
    private readonly MemoryBuffer1D<long, Stride1D.Dense> _divergedOnDevice;
    private readonly RateTable _rates;
    private readonly Action<Steps> _launch;
    private readonly DeviceMeasurements _measurements;
    private readonly Accelerator _accelerator;
    private readonly double[] _state;
    private readonly long[] _diverged;
    private long _stepsPerLaunch = ILinearBatch.CheckEvery;
    private bool _isStateRead;
    private bool _isDivergedWritten;

    public IlgpuLinearBatch(LinearPoint[] points, IlgpuDevice device)
    {
        Points = points;
        _accelerator = device.Accelerator;
        _accelerator.Bind();
        var learned = SharedRows<LinearPoint>.Of(points, point => point.Data, ReferenceEqualityComparer.Instance);
        _layout = new NetLayout(points, learned.Points.Length);
        _state = new double[_layout.StateLength];
        _diverged = new long[points.Length];
        Array.Fill(_diverged, BatchMemory.Never);
        _stream = _accelerator.CreateStream();
        _values = _accelerator.Allocate1D<double>(_layout.Length);
        _rates = new RateTable(points, _accelerator);
        _program = _accelerator.Allocate1D<Operation>(Math.Max(1, _layout.Program.Length));
        _dataRows = _accelerator.Allocate1D(learned.Rows);
        _divergedOnDevice = _accelerator.Allocate1D<long>(points.Length);
        if (_layout.Program.Length > 0) _program.View.CopyFromCPU(_stream, _layout.Program);
        foreach (var constant in _layout.Constants)
        {
            double[] values = constant.Of(constant.Operand.IsData == 0 ? points : learned.Points);
            _values.View.SubView(constant.Operand.Start, values.Length).CopyFromCPU(_stream, values);
        }

        var launcher = new OperationLauncher(device.Linear, _stream, Memory, _layout.IsGrouped ? OneGroupANet : null, points.Length);
        _descent = launcher.OnDevice(_layout.Signs?.Descent ?? []);
        _launch = Launcher(device.Linear);
        if (_layout.Starting is { } starting) Start(launcher, starting);
        else WriteState();
        _measurements = new DeviceMeasurements(_layout.Measuring, points.Length, Memory, _stream, launcher);
        _measurements.MoveTo(points[0].StartStep);
    }

    public LinearPoint[] Points { get; }

    public int AdvancesPerSignOfLife => 1;

    public IDeviceMeasurements Measurements => _measurements;

    public bool StartsOnDevice => _layout.Starting is not null;

    private KernelConfig OneGroupANet => new(Points.Length, Math.Min(_accelerator.MaxNumThreadsPerGroup, 256));

    private BatchMemory Memory => new(_values.View, _rates.Rates, _rates.Rows, _dataRows.View, _divergedOnDevice.View);

    /// <summary>How many points of a shape a batch may have: what their memory allows, on the device and on the host.</summary>
    public static int Capacity(LinearPoint point, IlgpuDevice device)
    {
        var one = new NetLayout([point], 1);
        long largest = Math.Max(Math.Max(one.StateLength, one.Measuring.Count), one.Constants.Max(constant => constant.Size));
        long perPoint = one.Length * sizeof(double) + 2 * sizeof(int) + sizeof(long);
        return (int)Math.Clamp(Math.Min(device.Accelerator.MemorySize / ShareOfMemory / perPoint, MostOnHost / largest), 1, 1 << 20);
    }

    /// <summary>The multiple of <see cref="ILinearBatch.CheckEvery"/> at or before a step: where a launch may end.</summary>
    public static long Whole(long steps) => steps / ILinearBatch.CheckEvery * ILinearBatch.CheckEvery;

    public long Reach(long step, long target) => Math.Min(target, Whole(step) + _stepsPerLaunch);

    public void Advance(long from, long to)
    {
        _accelerator.Bind();
        _rates.Write(_stream, from, to);
        if (!_isDivergedWritten) _divergedOnDevice.View.CopyFromCPU(_stream, _diverged);
        _isDivergedWritten = true;
        long began = Environment.TickCount64;
        _launch(new Steps(from, to, _rates.PerStep));
        _stream.Synchronize();
        long took = Environment.TickCount64 - began;
        _divergedOnDevice.View.CopyToCPU(_stream, _diverged);
        _isStateRead = false;
        _measurements.MoveTo(to);
        if (took < ShortLaunchMilliseconds) _stepsPerLaunch = Math.Min(2 * _stepsPerLaunch, _rates.LongestLaunch);
        else if (took > LongLaunchMilliseconds) _stepsPerLaunch = Math.Max(Whole(_stepsPerLaunch / 2), ILinearBatch.CheckEvery);
    }

    public long? DivergedAt(int point) => _diverged[point] == BatchMemory.Never ? null : _diverged[point];

    public void Read(int point)
    {
        if (!_isStateRead)
        {
            _accelerator.Bind();
            _values.View.SubView(0, _layout.StateLength).CopyToCPU(_stream, _state);
            _isStateRead = true;
        }

        Copy(_layout.Shape.Weights, point, Points[point].Weights, toState: false);
        Copy(_layout.Shape.Velocities, point, Points[point].Velocity, toState: false);
    }

    public void Retire(int point)
    {
        if (_diverged[point] != BatchMemory.Never) return; // the device knows
        (_diverged[point], _isDivergedWritten) = (0, false);
    }

    public void Dispose()
    {
        _accelerator.Bind();
        foreach (IDisposable resource in (IDisposable[])[_measurements, _values, _rates, _program, _descent, _dataRows, _divergedOnDevice, _stream]) resource.Dispose();
    }

    private Action<Steps> Launcher(LinearKernels kernels)
    {
        var shape = _layout.Shape;
        int nets = Points.Length;
        var group = OneGroupANet;
        if (_layout.Signs is { } signs)
        {
            if (_layout.IsGrouped) return steps => kernels.SignGroup.Value(_stream, group, Memory, _descent.View, shape, signs.Shape, steps);
            return steps => kernels.SignThread.Value(_stream, nets, Memory, _descent.View, shape, signs.Shape, steps);
        }

        if (Points[0].Form.Kind == LayerwiseKind.Diagonal)
        {
            var diagonal = _layout.Diagonal;
            if (Points[0].IsUncorrelatedPair) return steps => kernels.Pairs.Value(_stream, nets * diagonal.Modes, Memory, shape, diagonal, steps);
            if (_layout.IsGrouped) return steps => kernels.DiagonalGroup.Value(_stream, group, Memory, shape, diagonal, steps);
            return steps => kernels.DiagonalThread.Value(_stream, nets, Memory, shape, diagonal, steps);
        }

        if (Points[0].IsTwoByTwo) return steps => kernels.TwoByTwo.Value(_stream, nets, Memory, shape, steps);
        if (_layout.IsGrouped) return steps => kernels.DenseGroup.Value(_stream, group, Memory, _program.View, shape, steps);
        return steps => kernels.DenseThread.Value(_stream, nets, Memory, _program.View, shape, steps);
    }

    private void Start(OperationLauncher launcher, MatrixOperation[] starting)
    {
        foreach (var point in Points) point.StartElsewhere();
        _values.View.SubView(0, _layout.StateLength).MemSetToZero(_stream);
        launcher.RunOnce(starting);
    }

    private void WriteState()
    {
        for (int net = 0; net < Points.Length; net++)
        {
            Copy(_layout.Shape.Weights, net, Points[net].Weights, toState: true);
            Copy(_layout.Shape.Velocities, net, Points[net].Velocity, toState: true);
        }

        _values.View.SubView(0, _layout.StateLength).CopyFromCPU(_stream, _state);
    }

    private void Copy(Operand operand, int net, double[][] layers, bool toState)
    {
        long at = operand.Start + net * operand.PerNet;
        foreach (double[] layer in layers)
            for (int i = 0; i < layer.Length; i++, at += operand.PerColumn)
            {
                if (toState) _state[at] = layer[i];
                else layer[i] = _state[at];
            }
    }
}
