using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu.Measuring;

/// <summary>
/// What a GPU has measured of the networks of a batch: one launch at a measured step, of which only the values come back. A point with a value that
/// is not a number is measured on the processor, since the bits of such a value are not the same on every device.
/// </summary>
internal sealed class DeviceMeasurements : IDeviceMeasurements, IDisposable
{
    private readonly MeasuringProgram _program;
    private readonly MemoryBuffer1D<MatrixOperation, Stride1D.Dense> _now;
    private readonly OperationLauncher _launcher;
    private readonly AcceleratorStream _stream;
    private readonly ArrayView<double> _valuesOnDevice;
    private readonly double[] _values;
    private long _step;
    private bool _isRead;

    /// <param name="program">What is measured.</param>
    /// <param name="nets">Networks of the batch.</param>
    /// <param name="memory">Their memory.</param>
    /// <param name="stream">The batch's stream.</param>
    /// <param name="launcher">Does operations on all networks.</param>
    public DeviceMeasurements(MeasuringProgram program, int nets, BatchMemory memory, AcceleratorStream stream, OperationLauncher launcher)
    {
        (_program, _stream, _launcher) = (program, stream, launcher);
        _values = new double[(long)nets * program.Count];
        _valuesOnDevice = memory.Values.SubView(program.Values.Start, _values.Length);
        _now = launcher.OnDevice(program.Now);
        launcher.RunOnce(program.Start);
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

    public void Dispose() => _now.Dispose();

    private void Measure()
    {
        if (_isRead) return;
        _isRead = true;
        _stream.Accelerator.Bind();
        _launcher.Run(_now.View, _step == 0);
        _valuesOnDevice.CopyToCPU(_stream, _values);
        _stream.Synchronize();
    }

    private double At(int point, int place) => _values[point * _program.Values.PerNet + place * _program.Values.PerColumn];
}
