using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>The gradient of the loss in what the last layer gives, before the output scale.</summary>
internal sealed unsafe class OutputGradient(LossKind loss, double outputScale, int outputs)
{
    private readonly float _scale = (float)outputScale;
    private readonly double[] _exponentials = new double[outputs];

    /// <summary>What takes the error of a squared loss to its gradient, for one of <paramref name="n"/> samples.</summary>
    public static float ErrorFactor(LossKind loss, double outputScale, int n, int outputs) => (float)(outputScale / n * LossFunction.FactorOnMse(loss, outputs));

    /// <summary>Writes it for one sample of <paramref name="n"/>. <paramref name="raw"/> is what the last layer gives.</summary>
    public void Write(float* raw, SampleSet set, int sample, int n, float* target) => Write(raw, set, [sample], n, target, 0);

    /// <summary>Writes it for some samples of <paramref name="n"/>, each a row of <paramref name="stride"/> numbers.</summary>
    public void Write(float* raw, SampleSet set, ReadOnlySpan<int> samples, int n, float* target, nint stride)
    {
        bool isCrossEntropy = loss == LossKind.CrossEntropy;
        float factor = isCrossEntropy ? 0 : ErrorFactor(loss, outputScale, n, outputs);
        foreach (int sample in samples)
        {
            if (isCrossEntropy) CrossEntropy(raw, set.Labels![sample], n, target);
            else Error(raw, set.Targets.AsSpan(sample * outputs, outputs), factor, target);
            raw += stride;
            target += stride;
        }
    }

    private void Error(float* raw, ReadOnlySpan<float> y, float factor, float* target)
    {
        for (int o = 0; o < y.Length; o++) target[o] = (raw[o] * _scale - y[o]) * factor;
    }

    // In double precision, so that no library's exp shows in the result's bits.
    private void CrossEntropy(float* raw, int label, int n, float* target)
    {
        double largest = double.NegativeInfinity, total = 0;
        for (int o = 0; o < outputs; o++) largest = Math.Max(largest, raw[o] * outputScale);
        for (int o = 0; o < outputs; o++) total += _exponentials[o] = PortableMath.Exp(raw[o] * outputScale - largest);
        for (int o = 0; o < outputs; o++) target[o] = (float)((_exponentials[o] / total - (o == label ? 1 : 0)) * outputScale / n);
    }
}
