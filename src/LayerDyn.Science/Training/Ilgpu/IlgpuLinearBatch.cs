using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Models;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// Points that a GPU steps together, thousands of steps a launch. Divergence is checked on the device, at the steps at which the processor's
/// engine checks it.
/// </summary>
internal sealed class IlgpuLinearBatch : IlgpuBatch
{
    private readonly MemoryBuffer1D<Operation, Stride1D.Dense> _program;
    private readonly MemoryBuffer1D<MatrixOperation, Stride1D.Dense> _descent;
    private readonly RateTable _rates;
    private readonly LaunchLength _length;
    private readonly Action<Steps> _launch;

    public IlgpuLinearBatch(LinearPoint[] points, IlgpuDevice device)
        : base(points, device)
    {
        _rates = new RateTable(points, Accelerator);
        _length = new(ILinearBatch.CheckEvery, _rates.LongestLaunch);
        _program = Accelerator.Allocate1D<Operation>(Math.Max(1, Layout.Program.Length));
        if (Layout.Program.Length > 0) _program.View.CopyFromCPU(Stream, Layout.Program);
        _descent = Launcher.OnDevice(Layout.Signs?.Descent ?? []);
        _launch = LaunchOf(device.Linear, Memory with { Rates = _rates.Rates, RateRows = _rates.Rows });
    }

    /// <summary>The multiple of <see cref="ILinearBatch.CheckEvery"/> at or before a step: where a launch may end.</summary>
    public static long Whole(long steps) => steps / ILinearBatch.CheckEvery * ILinearBatch.CheckEvery;

    public override long Reach(long step, long target) => Math.Min(target, Whole(step) + _length.Steps);

    public override void Advance(long from, long to)
    {
        BeginSteps();
        _rates.Write(Stream, from, to);
        _length.Time(() =>
        {
            _launch(new Steps(from, to, _rates.PerStep));
            Stream.Synchronize();
        });
        EndSteps(to);
    }

    public override void Dispose()
    {
        Accelerator.Bind();
        foreach (IDisposable resource in (IDisposable[])[_rates, _program, _descent]) resource.Dispose();
        base.Dispose();
    }

    private Action<Steps> LaunchOf(LinearKernels kernels, BatchMemory memory)
    {
        var shape = Layout.Shape;
        int nets = Points.Length;
        var group = OneGroupANet;
        if (Layout.Signs is { } signs)
        {
            if (Layout.IsGrouped) return steps => kernels.SignGroup.Value(Stream, group, memory, _descent.View, shape, signs.Shape, steps);
            return steps => kernels.SignThread.Value(Stream, nets, memory, _descent.View, shape, signs.Shape, steps);
        }

        if (Points[0].Form.Kind == LayerwiseKind.Diagonal)
        {
            var diagonal = Layout.Diagonal;
            if (Points[0].IsUncorrelatedPair) return steps => kernels.Pairs.Value(Stream, nets * diagonal.Modes, memory, shape, diagonal, steps);
            if (Layout.IsGrouped) return steps => kernels.DiagonalGroup.Value(Stream, group, memory, shape, diagonal, steps);
            return steps => kernels.DiagonalThread.Value(Stream, nets, memory, shape, diagonal, steps);
        }

        if (Points[0].IsTwoByTwo) return steps => kernels.TwoByTwo.Value(Stream, nets, memory, shape, steps);
        if (Layout.IsGrouped) return steps => kernels.DenseGroup.Value(Stream, group, memory, _program.View, shape, steps);
        return steps => kernels.DenseThread.Value(Stream, nets, memory, _program.View, shape, steps);
    }
}
