using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>The data of <see cref="NonlinearTeacherTask"/>: the batch of each step has a stream of its own.</summary>
internal sealed class NonlinearTeacherData : TaskData
{
    private readonly NonlinearTeacherTask _task;
    private readonly RandomStream _stream;

    public NonlinearTeacherData(NonlinearTeacherTask task, int seed)
    {
        (_task, _stream) = (task, RandomStream.ForTask("nonlinear-teacher", seed));
        var population = Sample("evaluation", task.EvalSamples);
        Train = task.Samples == 0 ? population : Sample("training", task.Samples);
        Test = task.Samples == 0 ? null : population;
    }

    /// <inheritdoc/>
    public override Dataset Train { get; }

    /// <inheritdoc/>
    public override Dataset? Test { get; }

    /// <inheritdoc/>
    public override void FillBatch(long step, int batch, Span<float> x, Span<float> y, Span<int> labels)
    {
        if (_task.Samples > 0) throw new NotSupportedException("This task has a fixed training set.");
        double[] inputs = new double[batch * _task.Inputs];
        _stream.Child($"batch/{step}").FillNormal(inputs);
        for (int i = 0; i < inputs.Length; i++) x[i] = (float)inputs[i];
        for (int i = 0; i < batch; i++) y[i] = (float)Target(inputs.AsSpan(i * _task.Inputs));
    }

    private static double Target(ReadOnlySpan<double> x) => x[0] * x[1] + PortableMath.Sin(2 * x[2]) + x[3] / 2;

    private Dataset Sample(string purpose, int count)
    {
        Matrix x = new(count, _task.Inputs), y = new(count, 1);
        _stream.Child(purpose).FillNormal(x.Data);
        for (int i = 0; i < count; i++) y[i, 0] = Target(x.Row(i));
        return new Dataset(x, y);
    }
}
