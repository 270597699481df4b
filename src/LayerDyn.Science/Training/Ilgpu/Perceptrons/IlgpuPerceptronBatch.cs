using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Models;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>
/// Perceptrons of one shape that a GPU steps together, all of them in each launch of a kernel. Their state stays on the device and is read when
/// they are measured or asked for a checkpoint. Divergence is looked for on the device, at the steps at which the processor's engine does.
/// </summary>
internal sealed unsafe class IlgpuPerceptronBatch : IPointBatch
{
    // Launches are queued: one round this long lets a cancelled batch go soon, and costs next to nothing.
    private const int ShortRoundMilliseconds = 50, LongRoundMilliseconds = 200, MostSteps = 1 << 12;

    // What slots that share a device leave to each other.
    private const long ShareOfMemory = 8;

    // Of all points' states on the host: 1 GiB.
    private const long MostOnHost = 1 << 28;

    private readonly IReadOnlyList<IlgpuPerceptronPoint> _points;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly PerceptronLayout _layout;
    private readonly SampleTable _samples;
    private readonly OrderTable _orders;
    private readonly FactorTable _factors;
    private readonly MemoryBuffer1D<float, Stride1D.Dense>[] _buffers;
    private readonly MemoryBuffer1D<double, Stride1D.Dense> _exponential;
    private readonly MemoryBuffer1D<long, Stride1D.Dense> _divergedOnDevice;
    private readonly PerceptronStep _step;
    private readonly long[] _diverged;
    private long _stepsPerRound = 1;
    private bool _isDivergedWritten;

    /// <param name="points">The points: one shape and starting step, training sets of one size.</param>
    /// <param name="device">The device.</param>
    /// <param name="mostSamples">As in <see cref="PerceptronLayout"/>.</param>
    public IlgpuPerceptronBatch(IReadOnlyList<IlgpuPerceptronPoint> points, IlgpuDevice device, int? mostSamples = null)
    {
        (_points, _accelerator) = (points, device.Accelerator);
        _accelerator.Bind();
        _stream = _accelerator.CreateStream();
        _samples = new(points, MostSteps, _accelerator, _stream);
        _orders = new(points, _samples.Samples, _samples.MostSteps, _accelerator);
        _factors = new([.. points.Select(point => point.Experiment)], _orders.MostSteps, _accelerator);
        _layout = LayoutOf(points[0], _orders.Batch, mostSamples);
        long size = _layout.Size * points.Count, area = _layout.Area * points.Count;
        int states = points[0].State.Update.State.Count;
        _buffers = [.. new[] { size, size, states > 0 ? size : 1, states > 1 ? size : 1, area, area }.Select(length => _accelerator.Allocate1D<float>(length))];
        foreach (var buffer in _buffers) buffer.MemSetToZero(_stream);
        _exponential = _accelerator.Allocate1D(ExactFunctions.ExpTable);
        _divergedOnDevice = _accelerator.Allocate1D<long>(points.Count);
        _diverged = new long[points.Count];
        Array.Fill(_diverged, BatchMemory.Never);
        for (int i = 0; i < points.Count; i++)
            foreach (var (buffer, values) in StateOf(i)) View(buffer, i).CopyFromCPU(_stream, ref Unsafe.AsRef<float>(values.Data), _layout.Size);
        var memory = new PerceptronMemory(_layout.Size, _layout.Area, _buffers[0].View, _buffers[1].View, _buffers[2].View, _buffers[3].View, _buffers[4].View,
            _buffers[5].View, _samples.With(_orders), _factors.Factors, _factors.Rows, _exponential.View, _divergedOnDevice.View);
        _step = new(device.Perceptrons, _stream, _layout, memory, points.Count, points[0].Experiment);
    }

    public int AdvancesPerSignOfLife => 1;

    /// <summary>How many points a batch may have: what their memory allows, on the device and on the host.</summary>
    public static int Capacity(IlgpuPerceptronPoint point, IlgpuDevice device)
    {
        var set = SampleSet.Of(point.Data.Train);
        int batch = point.Experiment.Optimizer.BatchSize > 0 ? point.Experiment.Optimizer.BatchSize : set.Count;
        var layout = LayoutOf(point, batch, null);
        long data = (long)set.Count * (layout.Layers[0].Inputs + layout.Layers[^1].Outputs);
        long state = (2 + point.State.Update.State.Count) * layout.Size, numbers = state + 2 * layout.Area + data;

        // Kernels number their elements by 32 bits, and networks by 16.
        long most = Math.Min(Math.Min(int.MaxValue / Math.Max(layout.Area, layout.Size), ushort.MaxValue), MostOnHost / state);
        return (int)Math.Clamp(device.Accelerator.MemorySize / ShareOfMemory / (numbers * sizeof(float)), 1, Math.Max(most, 1));
    }

    public long Reach(long step, long target) => Math.Min(target, step + _stepsPerRound);

    public void Advance(long from, long to)
    {
        _accelerator.Bind();
        long began = Environment.TickCount64;
        _samples.Write(_stream, from, to);
        _orders.Write(_stream, from, to);
        _factors.Write(_stream, from, to, _orders.CountAt);
        if (!_isDivergedWritten) _divergedOnDevice.View.CopyFromCPU(_stream, _diverged);
        _isDivergedWritten = true;
        for (long step = from; step < to; step++)
        {
            _step.Launch(_orders.CountAt(step), _samples.FirstOf(step - from), _orders.FirstOf(step - from), _factors.FirstOf(step - from));
            if ((step + 1) % MeasuredPoint.DivergenceCadence == 0) _step.LaunchCheck(step + 1);
        }

        _stream.Synchronize();
        _divergedOnDevice.View.CopyToCPU(_stream, _diverged);
        long took = Environment.TickCount64 - began;
        if (took < ShortRoundMilliseconds) _stepsPerRound = Math.Min(2 * _stepsPerRound, _factors.MostSteps);
        else if (took > LongRoundMilliseconds) _stepsPerRound = Math.Max(_stepsPerRound / 2, 1);
    }

    public long? DivergedAt(int point) => _diverged[point] == BatchMemory.Never ? null : _diverged[point];

    public void Read(int point)
    {
        _accelerator.Bind();
        foreach (var (buffer, values) in StateOf(point))
        {
            View(buffer, point).CopyToCPU(_stream, ref Unsafe.AsRef<float>(values.Data), _layout.Size);

            // A processor has another not-a-number than a GPU.
            foreach (ref float value in new Span<float>(values.Data, checked((int)_layout.Size)))
                if (float.IsNaN(value)) value = float.NaN;
        }
    }

    public void Retire(int point)
    {
        Read(point); // its outcome has the weights of this step
        if (_diverged[point] == BatchMemory.Never) (_diverged[point], _isDivergedWritten) = (0, false);
    }

    public void Dispose()
    {
        _accelerator.Bind();
        foreach (IDisposable resource in (IDisposable[])[.. _buffers, _samples, _orders, _factors, _exponential, _divergedOnDevice, _stream]) resource.Dispose();
    }

    private static PerceptronLayout LayoutOf(IlgpuPerceptronPoint point, int batch, int? mostSamples) =>
        new((MlpModel)point.Experiment.Model, batch, SampleSet.Of(point.Data.Train).IsCompressed, mostSamples);

    // A point's state, on the device and here.
    private IEnumerable<(MemoryBuffer1D<float, Stride1D.Dense> Buffer, FloatBuffer Values)> StateOf(int point)
    {
        var state = _points[point].State;
        return [(_buffers[0], state.Parameters), .. state.Update.State.Select((entry, i) => (_buffers[2 + i], entry.Buffer))];
    }

    private ArrayView1D<float, Stride1D.Dense> View(MemoryBuffer1D<float, Stride1D.Dense> buffer, int point) =>
        buffer.View.SubView(point * _layout.Size, _layout.Size);
}
