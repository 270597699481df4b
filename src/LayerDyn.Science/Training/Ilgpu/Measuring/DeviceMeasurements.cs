using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu.Measuring;

/// <summary>
/// What a GPU has measured of the networks of a batch: one launch at a measured step, of which only the values come back. A point with a value that
/// is not a number is measured on the processor, since the bits of such a value are not the same on every device.
/// </summary>
internal sealed class DeviceMeasurements : IDeviceMeasurements, IDisposable
{
    private readonly MeasuringProgram _program;
    private readonly MemoryBuffer1D<MeasuringOperation, Stride1D.Dense> _start, _now;
    private readonly Action<ArrayView<MeasuringOperation>, bool> _launch;
    private readonly AcceleratorStream _stream;
    private readonly ArrayView<double> _valuesOnDevice;
    private readonly double[] _values;
    private long _step;
    private bool _isRead, _hasStarted;

    /// <param name="program">What is measured.</param>
    /// <param name="nets">Networks of the batch.</param>
    /// <param name="memory">Their memory.</param>
    /// <param name="stream">The batch's stream.</param>
    /// <param name="launch">Does operations on all networks; with true, at step 0.</param>
    public DeviceMeasurements(
        MeasuringProgram program, int nets, BatchMemory memory, AcceleratorStream stream, Action<ArrayView<MeasuringOperation>, bool> launch)
    {
        (_program, _stream, _launch) = (program, stream, launch);
        _values = new double[(long)nets * program.Count];
        _valuesOnDevice = memory.Values.SubView(program.Values.Start, _values.Length);
        (_start, _now) = (OnDevice(program.Start), OnDevice(program.Now));
    }

    /// <summary>The networks are at a step, from which nothing was measured yet.</summary>
    public void MoveTo(long step) => (_step, _isRead) = (step, false);

    public bool Suffices(int point) => _program.Suffices && IsMeasured(point);

    public bool IsMeasured(int point)
    {
        Measure();
        foreach (int place in _program.Measured)
            if (double.IsNaN(At(point, place))) return false;
        return true;
    }

    public double TrainLoss(int point) => At(point, 0);

    public bool TryRead(int point, int observable, Span<double> values)
    {
        if (_program.PlaceOf(observable) is not { } place) return false;
        for (int i = 0; i < values.Length; i++) values[i] = At(point, place + i);
        return true;
    }

    public void Dispose()
    {
        _start.Dispose();
        _now.Dispose();
    }

    private void Measure()
    {
        if (_isRead) return;
        _isRead = true;
        _stream.Accelerator.Bind();
        if (!_hasStarted && _program.Start.Length > 0) _launch(_start.View, true);
        _hasStarted = true;
        _launch(_now.View, _step == 0);
        _valuesOnDevice.CopyToCPU(_stream, _values);
        _stream.Synchronize();
    }

    private MemoryBuffer1D<MeasuringOperation, Stride1D.Dense> OnDevice(MeasuringOperation[] operations)
    {
        var buffer = _stream.Accelerator.Allocate1D<MeasuringOperation>(Math.Max(1, operations.Length));
        if (operations.Length > 0) buffer.View.SubView(0, operations.Length).CopyFromCPU(_stream, operations);
        return buffer;
    }

    private double At(int point, int place) => _values[point * _program.Values.PerNet + place * _program.Values.PerColumn];
}
