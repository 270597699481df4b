using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>Training samples on the device: a training set, once for all points that share it, or what an online task draws for the next steps.</summary>
internal sealed class SampleTable : IDisposable
{
    // Inputs of one table of fresh samples: 64 MiB.
    private const int MostInputs = 1 << 24;

    private readonly bool _isOnline;
    private readonly MlpBatches[] _batches;
    private readonly float[] _inputs;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _inputBuffer, _targetBuffer;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _labelBuffer, _rows;

    public SampleTable(IReadOnlyList<IlgpuPerceptronPoint> points, int mostSteps, Accelerator accelerator, AcceleratorStream stream)
    {
        var shape = points[0].Experiment.Task.Shape;
        _isOnline = shape.IsOnline;
        var data = SharedRows<IlgpuPerceptronPoint>.Of(points, point => _isOnline ? point.Data : point.Data.Train, ReferenceEqualityComparer.Instance);
        _batches = [.. data.Points.Select(point => new MlpBatches(point.Experiment, point.Data))];
        (Samples, Inputs, Outputs) = (_batches[0].Set.Count, shape.Inputs, shape.Outputs);
        MostSteps = _isOnline ? (int)Math.Clamp(MostInputs / ((long)Samples * Inputs * _batches.Length), 1, mostSteps) : mostSteps;
        _inputs = new float[Samples * Inputs];
        long places = (_isOnline ? MostSteps : 1L) * _batches.Length * Samples;
        _inputBuffer = accelerator.Allocate1D<float>(places * Inputs);
        _targetBuffer = accelerator.Allocate1D<float>(places * Outputs);
        _labelBuffer = accelerator.Allocate1D<int>(_batches[0].Set.Labels is null ? 1 : places);
        _rows = accelerator.Allocate1D(data.Rows);
        if (_isOnline) return;
        for (int row = 0; row < _batches.Length; row++) Write(stream, _batches[row].Set, row);
    }

    /// <summary>Samples of a row of data, at one step.</summary>
    public int Samples { get; }

    /// <summary>Steps that it has room for.</summary>
    public int MostSteps { get; }

    private int Inputs { get; }

    private int Outputs { get; }

    /// <summary>The samples as kernels see them.</summary>
    public SampleMemory With(OrderTable orders) => new(
        Samples, Inputs, Outputs, orders.Batch, _inputBuffer.View, _targetBuffer.View, _labelBuffer.View, _rows.View, orders.Places, orders.Rows);

    /// <summary>The first sample of a step.</summary>
    /// <param name="steps">Steps from the first one that was written.</param>
    public long FirstOf(long steps) => _isOnline ? steps * _batches.Length * Samples : 0;

    /// <summary>Makes the samples of some steps ready.</summary>
    public void Write(AcceleratorStream stream, long from, long to)
    {
        if (!_isOnline) return;
        for (long step = from; step < to; step++)
            for (int row = 0; row < _batches.Length; row++)
            {
                _batches[row].At(step);
                Write(stream, _batches[row].Set, (step - from) * _batches.Length + row);
            }
    }

    public void Dispose()
    {
        foreach (IDisposable buffer in (IDisposable[])[_inputBuffer, _targetBuffer, _labelBuffer, _rows]) buffer.Dispose();
    }

    private void Write(AcceleratorStream stream, SampleSet set, long place)
    {
        for (int sample = 0; sample < Samples; sample++) set.CopyRow(sample, _inputs.AsSpan(sample * Inputs, Inputs));
        long first = place * Samples;
        _inputBuffer.View.SubView(first * Inputs, _inputs.Length).CopyFromCPU(stream, ref _inputs[0], _inputs.Length);
        _targetBuffer.View.SubView(first * Outputs, set.Targets.Length).CopyFromCPU(stream, ref set.Targets[0], set.Targets.Length);
        if (set.Labels is { } labels) _labelBuffer.View.SubView(first, Samples).CopyFromCPU(stream, ref labels[0], Samples);
    }
}
