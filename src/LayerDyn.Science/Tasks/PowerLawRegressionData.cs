using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// The data of <see cref="PowerLawRegressionTask"/>: exact moments of the population, and samples only where something asks for them. The batch of each step
/// has streams of its own, of which a larger batch takes more: its first samples are those of a smaller one.
/// </summary>
internal sealed class PowerLawRegressionData : TaskData
{
    private readonly PowerLawRegressionTask _task;
    private readonly RandomStream _stream;
    private readonly double[] _scales;
    private readonly Moments _population;
    private readonly Lazy<Dataset> _train;
    private readonly Lazy<Dataset>? _test;

    public PowerLawRegressionData(PowerLawRegressionTask task, int seed)
    {
        (_task, _stream) = (task, RandomStream.ForTask("power-law-regression", seed));
        double[] variances = task.Variances();
        _scales = Array.ConvertAll(variances, Math.Sqrt);
        TargetMap = new Matrix(1, task.Dimension, task.Coefficients());
        _population = Moments.Uncorrelated(variances, TargetMap);
        Lazy<Dataset> evaluation = new(() => Sample("evaluation", task.Evaluated, noise: 0));
        _train = task.Samples == 0 ? evaluation : new(() => Sample("training", task.Samples, task.LabelNoise));
        _test = task.Samples == 0 ? null : evaluation;
    }

    /// <inheritdoc/>
    public override Dataset Train => _train.Value;

    /// <inheritdoc/>
    public override Dataset? Test => _test?.Value;

    /// <inheritdoc/>
    public override Matrix TargetMap { get; }

    /// <inheritdoc/>
    public override Moments Moments => _test is null ? _population : base.Moments;

    /// <inheritdoc/>
    public override Moments? TestMoments => _test is null ? null : _population;

    /// <inheritdoc/>
    public override void FillBatch(long step, int batch, Span<float> x, Span<float> y, Span<int> labels)
    {
        if (_task.Samples > 0) throw new NotSupportedException("This task has a fixed training set.");
        RandomStream inputs = _stream.Child($"batch/{step}"), noise = _stream.Child($"noise/{step}");
        double[] row = new double[_scales.Length];
        for (int n = 0; n < batch; n++)
        {
            for (int k = 0; k < row.Length; k++)
                row[k] = x[n * row.Length + k] = (float)(_scales[k] * inputs.Normal((long)n * row.Length + k));
            y[n] = (float)Label(row, noise, n, _task.LabelNoise);
        }
    }

    private Dataset Sample(string purpose, int count, double noise)
    {
        RandomStream inputs = _stream.Child(purpose), errors = _stream.Child($"{purpose}/noise");
        Matrix x = new(count, _scales.Length), y = new(count, 1);
        inputs.FillNormal(x.Data);
        for (int n = 0; n < count; n++)
        {
            var row = x.Row(n);
            for (int k = 0; k < row.Length; k++) row[k] *= _scales[k];
            y[n, 0] = Label(row, errors, n, noise);
        }

        return new Dataset(x, y);
    }

    private double Label(ReadOnlySpan<double> x, RandomStream errors, long sample, double noise) =>
        LinearAlgebra.Dot(TargetMap.Data, x) + (noise == 0 ? 0 : noise * errors.Normal(sample));
}
