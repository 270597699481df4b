using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>Gradient flow of many points on a GPU, from one measured step to the next, each point with its own step sizes.</summary>
internal sealed class IlgpuFlowBatch : IlgpuBatch
{
    private const long MostSteps = 1 << 20;

    private readonly MemoryBuffer1D<MatrixOperation, Stride1D.Dense> _rate;
    private readonly MemoryBuffer1D<double, Stride1D.Dense> _method, _exponential, _logarithm;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _unfinished;
    private readonly Dictionary<long, double[]> _times = [];
    private readonly LaunchLength _length = new(8, MostSteps);
    private readonly CancellationToken _cancellation;
    private readonly Action<FlowLaunch> _launch;
    private readonly FlowProgram _flow;

    /// <param name="points">The points.</param>
    /// <param name="device">The device.</param>
    /// <param name="cancellation">Stops it between launches.</param>
    public IlgpuFlowBatch(LinearPoint[] points, IlgpuDevice device, CancellationToken cancellation)
        : base(points, device)
    {
        (_cancellation, _flow) = (cancellation, Layout.Flow!);
        _rate = Launcher.OnDevice(_flow.Rate);
        _method = Accelerator.Allocate1D(DormandPrince.Table);
        _exponential = Accelerator.Allocate1D(ExactFunctions.ExpTable);
        _logarithm = Accelerator.Allocate1D(ExactFunctions.LogTable);
        _unfinished = Accelerator.Allocate1D<int>(1);
        _launch = LaunchOf(device.Linear);
        long[] measured = points[0].Experiment.MeasureAt.Resolve(points[0].Experiment.Steps);
        double[][] times = [.. points.Select(point => FlowTime.Of(point.Experiment, measured))];
        for (int row = 0; row < measured.Length; row++) _times[measured[row]] = [.. times.Select(own => own[row])];
    }

    public override long Reach(long step, long target) => target;

    public override void Advance(long from, long to)
    {
        BeginSteps();
        Write(_flow.Shape.Now, from == 0 ? new double[Points.Length] : _times[from]);
        Write(_flow.Shape.End, _times[to]);
        int[] unfinished = [1];
        while (unfinished[0] > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            _unfinished.MemSetToZero(Stream);
            _length.Time(() =>
            {
                _launch(new FlowLaunch(to, _length.Steps, _unfinished.View));
                Stream.Synchronize();
            });
            _unfinished.View.CopyToCPU(Stream, unfinished);
        }

        EndSteps(to);
    }

    public override void Read(int point)
    {
        base.Read(point);
        Points[point].NextStep = StateOf(_flow.NextStep, point);
    }

    public override void Dispose()
    {
        Accelerator.Bind();
        foreach (IDisposable resource in (IDisposable[])[_rate, _method, _exponential, _logarithm, _unfinished]) resource.Dispose();
        base.Dispose();
    }

    private Action<FlowLaunch> LaunchOf(LinearKernels kernels)
    {
        var (memory, shape, group) = (Memory, Layout.Shape, OneGroupANet);
        var tables = new FlowTables(_method.View, _exponential.View, _logarithm.View);
        if (Layout.IsGrouped) return launch => kernels.FlowGroup.Value(Stream, group, memory, _rate.View, shape, _flow.Shape, tables, launch);
        return launch => kernels.FlowThread.Value(Stream, Points.Length, memory, _rate.View, shape, _flow.Shape, tables, launch);
    }
}
