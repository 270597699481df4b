using LayerDyn.Science.Models;

namespace LayerDyn.Science.Training.Mlp;

internal sealed unsafe partial class MlpEngine<TS, TV>
{
    // Layers in which a batch's nonzero inputs are not worth sorting: their gradient stays in the first cache, and few panels would use the order.
    private const int MostScatteredInputs = 256, MostScatteredOutputs = 128;

    // Weights by outputs, in panels of inputs, for the way back.
    private void TransposeWeights(float* parameters)
    {
        for (int l = 1; l < _layers.Length; l++)
        {
            if (_transposed[l] is not { } target) continue;
            var layer = _layers[l];
            for (int o = 0; o < layer.PaddedOutputs; o += MlpLayer.PanelWidth)
                for (int i = 0; i < layer.Inputs; i += MlpLayer.PanelWidth)
                {
                    int width = MlpLayer.Width(o, layer.PaddedOutputs), targetWidth = MlpLayer.Width(i, layer.PaddedInputs);
                    Transpose.Block(parameters + layer.Panel(o) + (nint)i * width, width,
                        target.Data + (nint)i * layer.PaddedOutputs + (nint)o * targetWidth, targetWidth, Math.Min(targetWidth, layer.Inputs - i), width);
                }
        }
    }

    // From the output gradient in _outputDelta; adds to the gradient unless this is the first pass.
    private void Backward(float* parameters, SampleSet set, int count, float* gradient, bool isFirst)
    {
        float* delta = _outputDelta.Data, next = _delta.Data, spare = _nextDelta.Data;
        for (int l = _layers.Length - 1; l >= 0; l--)
        {
            var layer = _layers[l];
            int stride = _strides[l + 1];
            if (Model.Biases)
                NarrowKernels<TS, TV>.Combine(gradient + layer.Biases, isFirst ? null : gradient + layer.Biases, SampleSet.Pointer(_one), 0, delta, stride, layer.PaddedOutputs, count);
            if (layer.IsNarrow) RowGradient(layer, gradient, _activations[l].Data, _strides[l], delta, stride, count, isFirst);
            else if (l == 0 && SkipsZeros(set)) SparseGradient(layer, gradient, set, delta, stride, count, isFirst);
            else PanelGradient(layer, gradient, _activations[l].Data, _strides[l], delta, stride, count, isFirst);
            if (l == 0) return;
            Pass(parameters, l, delta, next, count);
            delta = next;
            next = spare;
            spare = delta;
        }
    }

    private void PanelGradient(MlpLayer layer, float* gradient, float* below, int belowStride, float* delta, int stride, int count, bool isFirst)
    {
        for (int o = 0; o < layer.PaddedOutputs; o += MlpLayer.PanelWidth)
        {
            int width = MlpLayer.Width(o, layer.PaddedOutputs);
            float* panel = gradient + layer.Panel(o);
            Products<TS, TV>.Panel(panel, width, isFirst ? null : panel, width, below, 1, belowStride, delta + o, stride, layer.Inputs, count, width);
        }
    }

    private void SparseGradient(MlpLayer layer, float* gradient, SampleSet set, float* delta, int stride, int count, bool isFirst)
    {
        bool isScattered = layer.Inputs <= MostScatteredInputs && layer.Outputs <= MostScatteredOutputs;
        var columns = isScattered ? default : _columns.Of(set.Rows, _chosenStart, count);
        for (int o = 0; o < layer.PaddedOutputs; o += MlpLayer.PanelWidth)
        {
            float* panel = gradient + layer.Panel(o);
            int width = MlpLayer.Width(o, layer.PaddedOutputs);
            if (isScattered && isFirst) new Span<float>(panel, layer.Inputs * width).Clear();
            if (isScattered) SparseKernels<TS, TV>.Scatter(panel, width, delta + o, stride, set.Rows, _chosenStart, count);
            else SparseKernels<TS, TV>.Gather(panel, isFirst ? null : panel, width, delta + o, stride, columns);
        }
    }

    private static void RowGradient(MlpLayer layer, float* gradient, float* below, int belowStride, float* delta, int stride, int count, bool isFirst)
    {
        for (int o = 0; o < layer.Outputs; o++)
        {
            float* row = gradient + layer.At(o, 0);
            NarrowKernels<TS, TV>.Combine(row, isFirst ? null : row, delta + o, stride, below, belowStride, layer.PaddedInputs, count);
        }
    }

    // The gradient in what a layer reads, times the derivative of the activation that gave it.
    private void Pass(float* parameters, int l, float* delta, float* next, int count)
    {
        var layer = _layers[l];
        int stride = _strides[l];
        for (int i = 0; i < layer.PaddedInputs; i += MlpLayer.PanelWidth)
        {
            int width = MlpLayer.Width(i, layer.PaddedInputs);
            float* weights = layer.IsNarrow ? parameters + layer.At(0, i) : _transposed[l]!.Data + (nint)i * layer.PaddedOutputs;
            Products<TS, TV>.Panel(next + i, stride, null, 0, delta, _strides[l + 1], 1, weights, layer.IsNarrow ? layer.PaddedInputs : width, count, layer.Outputs, width);
        }

        if (Model.Activation == Activation.Linear) return;
        for (int s = 0; s < count; s++)
        {
            float* row = next + (nint)s * stride, values = (_sums[l] ?? _activations[l]).Data + (nint)s * stride;
            if (Model.Activation == Activation.Tanh) Activations<TS, TV>.TimesTanhDerivative(row, values, layer.PaddedInputs);
            else if (Model.Activation == Activation.Square) Activations<TS, TV>.TimesSquareDerivative(row, values, layer.PaddedInputs);
            else Activations<TS, TV>.TimesReluDerivative(row, values, layer.PaddedInputs);
        }
    }
}
