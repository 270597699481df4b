using LayerDyn.Science.Models;

namespace LayerDyn.Science.Training.Mlp;

internal sealed unsafe partial class MlpEngine<TS, TV>
{
    // Whether the first layer reads the nonzero inputs alone.
    private bool SkipsZeros(SampleSet set) => set.IsCompressed && !_layers[0].IsNarrow;

    // The first layers up to the last one wanted, for the chosen samples.
    private void Forward(float* parameters, SampleSet set, int count, int last)
    {
        if (last == 0 || !SkipsZeros(set))
            for (int s = 0; s < count; s++) set.CopyRow(_chosen[s], new Span<float>(_activations[0].Data + (nint)s * _strides[0], set.Inputs));
        for (int l = 0; l < last; l++)
        {
            float* below = _activations[l].Data, above = _activations[l + 1].Data;
            if (_layers[l].IsNarrow) Rows(parameters, l, below, above, count);
            else if (l == 0 && SkipsZeros(set)) Sparse(parameters, set, above, count);
            else Panels(parameters, l, below, above, count);
            if (l + 1 < _layers.Length) Activate(above, _sums[l + 1], (nint)count * _strides[l + 1]);
        }
    }

    private void Panels(float* parameters, int l, float* below, float* above, int count)
    {
        var layer = _layers[l];
        for (int o = 0; o < layer.PaddedOutputs; o += MlpLayer.PanelWidth)
        {
            int width = MlpLayer.Width(o, layer.PaddedOutputs);
            Products<TS, TV>.Panel(above + o, _strides[l + 1], parameters + layer.Biases + o, 0, below, _strides[l], 1, parameters + layer.Panel(o), width, count, layer.Inputs, width);
        }
    }

    private void Sparse(float* parameters, SampleSet set, float* above, int count)
    {
        var layer = _layers[0];
        for (int o = 0; o < layer.PaddedOutputs; o += MlpLayer.PanelWidth)
        {
            SparseKernels<TS, TV>.Combine(above + o, _strides[1], parameters + layer.Biases + o, parameters + layer.Panel(o),
                MlpLayer.Width(o, layer.PaddedOutputs), set.Rows, _chosenStart, count);
        }
    }

    private void Rows(float* parameters, int l, float* below, float* above, int count)
    {
        var layer = _layers[l];
        for (int s = 0; s < count; s++)
            for (int o = 0; o < layer.Outputs; o++)
            {
                above[(nint)s * _strides[l + 1] + o] = parameters[layer.Biases + o]
                    + NarrowKernels<TS, TV>.Dot(below + (nint)s * _strides[l], parameters + layer.At(o, 0), layer.PaddedInputs);
            }
    }

    private void Activate(float* values, FloatBuffer? sums, nint count)
    {
        if (Model.Activation == Activation.Tanh) Activations<TS, TV>.Tanh(values, count);
        else if (Model.Activation == Activation.Relu) Activations<TS, TV>.Relu(values, count);
        else if (sums is not null) Activations<TS, TV>.Square(values, sums.Data, count);
    }
}
