using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Training.Ilgpu.Measuring;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// Points on a GPU: their weights stay on the device, which measures them too, and are read, in one piece, for what it does not measure, for
/// checkpoints and at the end.
/// </summary>
internal abstract class IlgpuBatch : ILinearBatch
{
    // What slots that share a device leave to each other.
    private const long ShareOfMemory = 8;

    // Of a copy on the host, in doubles: 1 GiB.
    private const long MostOnHost = 1 << 27;

    private readonly MemoryBuffer1D<double, Stride1D.Dense> _values;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _dataRows;
    private readonly MemoryBuffer1D<long, Stride1D.Dense> _divergedOnDevice;
    private readonly DeviceMeasurements _measurements;
    private readonly double[] _state;
    private readonly long[] _diverged;
    private bool _isStateRead;
    private bool _isDivergedWritten;

    protected IlgpuBatch(LinearPoint[] points, IlgpuDevice device)
    {
        Points = points;
        Accelerator = device.Accelerator;
        Accelerator.Bind();
        var learned = SharedRows<LinearPoint>.Of(points, point => point.Data, ReferenceEqualityComparer.Instance);
        Layout = new NetLayout(points, learned.Points.Length);
        _state = new double[Layout.StateLength];
        _diverged = new long[points.Length];
        Array.Fill(_diverged, BatchMemory.Never);
        Stream = Accelerator.CreateStream();
        _values = Accelerator.Allocate1D<double>(Layout.Length);
        _dataRows = Accelerator.Allocate1D(learned.Rows);
        _divergedOnDevice = Accelerator.Allocate1D<long>(points.Length);
        foreach (var constant in Layout.Constants) Write(constant.Operand, constant.Of(constant.Operand.IsData == 0 ? points : learned.Points));
        Launcher = new OperationLauncher(device.Linear, Stream, Memory, Layout.IsGrouped ? OneGroupANet : null, points.Length);
        if (Layout.Starting is { } starting) Start(starting);
        else WriteState();
        _measurements = new DeviceMeasurements(Layout.Measuring, points.Length, Memory, Stream, Launcher);
        _measurements.MoveTo(points[0].StartStep);
    }

    public LinearPoint[] Points { get; }

    public int AdvancesPerSignOfLife => 1;

    public IDeviceMeasurements Measurements => _measurements;

    public bool StartsOnDevice => Layout.Starting is not null;

    /// <summary>Where the numbers lie.</summary>
    protected NetLayout Layout { get; }

    /// <summary>The device.</summary>
    protected Accelerator Accelerator { get; }

    /// <summary>What the batch's launches and copies are done on, one after another.</summary>
    protected AcceleratorStream Stream { get; }

    /// <summary>Does operations on all networks.</summary>
    protected OperationLauncher Launcher { get; }

    /// <summary>What is on the device, without step sizes.</summary>
    protected BatchMemory Memory => new(_values.View, ArrayView<double>.Empty, ArrayView<int>.Empty, _dataRows.View, _divergedOnDevice.View);

    /// <summary>A group of threads for each network.</summary>
    protected KernelConfig OneGroupANet => new(Points.Length, Math.Min(Accelerator.MaxNumThreadsPerGroup, 256));

    /// <summary>How many points of a shape a batch may have: what their memory allows, on the device and on the host.</summary>
    public static int Capacity(LinearPoint point, IlgpuDevice device)
    {
        var one = new NetLayout([point], 1);
        long largest = Math.Max(Math.Max(one.StateLength, one.Measuring.Count), one.Constants.Max(constant => constant.Size));
        long perPoint = one.Length * sizeof(double) + 2 * sizeof(int) + sizeof(long);
        return (int)Math.Clamp(Math.Min(device.Accelerator.MemorySize / ShareOfMemory / perPoint, MostOnHost / largest), 1, 1 << 20);
    }

    public abstract long Reach(long step, long target);

    public abstract void Advance(long from, long to);

    public long? DivergedAt(int point) => _diverged[point] == BatchMemory.Never ? null : _diverged[point];

    public virtual void Read(int point)
    {
        Copy(Layout.Shape.Weights, point, Points[point].Weights, toState: false);
        Copy(Layout.Shape.Velocities, point, Points[point].Velocity, toState: false);
    }

    public void Retire(int point)
    {
        if (_diverged[point] != BatchMemory.Never) return; // the device knows
        (_diverged[point], _isDivergedWritten) = (0, false);
    }

    public virtual void Dispose()
    {
        Accelerator.Bind();
        foreach (IDisposable resource in (IDisposable[])[_measurements, _values, _dataRows, _divergedOnDevice, Stream]) resource.Dispose();
    }

    /// <summary>Before launches: what ended on the processor's account takes no further step.</summary>
    protected void BeginSteps()
    {
        Accelerator.Bind();
        if (!_isDivergedWritten) _divergedOnDevice.View.CopyFromCPU(Stream, _diverged);
        _isDivergedWritten = true;
    }

    /// <summary>After launches that came to a step.</summary>
    protected void EndSteps(long step)
    {
        _divergedOnDevice.View.CopyToCPU(Stream, _diverged);
        _isStateRead = false;
        _measurements.MoveTo(step);
    }

    /// <summary>Writes what lies in one piece.</summary>
    protected void Write(Operand operand, double[] values) => _values.View.SubView(operand.Start, values.Length).CopyFromCPU(Stream, values);

    /// <summary>A number of the state of a network, as it is on the device.</summary>
    protected double StateOf(Operand operand, int net) => State()[operand.Start + net * operand.PerNet];

    private void Start(MatrixOperation[] starting)
    {
        foreach (var point in Points) point.StartElsewhere();
        _values.View.SubView(0, Layout.StateLength).MemSetToZero(Stream);
        Launcher.RunOnce(starting);
    }

    private void WriteState()
    {
        for (int net = 0; net < Points.Length; net++)
        {
            Copy(Layout.Shape.Weights, net, Points[net].Weights, toState: true);
            Copy(Layout.Shape.Velocities, net, Points[net].Velocity, toState: true);
            if (Layout.Flow is { } flow) _state[flow.NextStep.Start + net * flow.NextStep.PerNet] = Points[net].NextStep;
        }

        _values.View.SubView(0, Layout.StateLength).CopyFromCPU(Stream, _state);
    }

    private void Copy(Operand operand, int net, double[][] layers, bool toState)
    {
        double[] state = toState ? _state : State();
        long at = operand.Start + net * operand.PerNet;
        foreach (double[] layer in layers)
            for (int i = 0; i < layer.Length; i++, at += operand.PerColumn)
            {
                if (toState) state[at] = layer[i];
                else layer[i] = state[at];
            }
    }

    private double[] State()
    {
        if (_isStateRead) return _state;
        Accelerator.Bind();
        _values.View.SubView(0, Layout.StateLength).CopyToCPU(Stream, _state);
        _isStateRead = true;
        return _state;
    }
}
