using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Transformers;

/// <summary>
/// A linear map of rows, <c>y = W x + b</c>, with W outputs x inputs in the vector of all parameters. Products read W and its transpose from
/// panels of 32 columns, filled up with zeros, which are copied once a step.
/// </summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
internal sealed unsafe class Dense<TS, TV>(int inputs, int outputs, nint weights, nint? biases) : IDisposable
    where TS : struct, IFloats<TV>
    where TV : unmanaged
{
    private readonly FloatBuffer _forward = new((nint)inputs * Workspace.Padded(outputs)), _backward = new((nint)outputs * Workspace.Padded(inputs));
    private readonly FloatBuffer _biases = new(Workspace.Padded(outputs)), _gradient = new((nint)outputs * Workspace.Padded(inputs));
    private bool _hasGradient;

    /// <summary>Takes the values of the parameters.</summary>
    public void Load(float* parameters)
    {
        float* source = parameters + weights;
        for (int o = 0; o < outputs; o++)
        {
            float* forward = _forward.Data + (nint)(o / MlpLayer.PanelWidth) * MlpLayer.PanelWidth * inputs + o % MlpLayer.PanelWidth;
            for (int i = 0; i < inputs; i++)
            {
                float value = *source++;
                forward[(nint)i * MlpLayer.PanelWidth] = value;
                _backward.Data[((nint)(i / MlpLayer.PanelWidth) * outputs + o) * MlpLayer.PanelWidth + i % MlpLayer.PanelWidth] = value;
            }
        }

        if (biases is { } start) new Span<float>(parameters + start, outputs).CopyTo(new Span<float>(_biases.Data, outputs));
    }

    /// <summary><c>y = W x + b</c>.</summary>
    public void Forward(Rows x, Rows y, int count) => Forward(x, y, new(_biases.Data, 0), count);

    /// <summary><c>y = initial + W x</c>, without biases.</summary>
    public void Forward(Rows x, Rows y, Rows initial, int count) => Multiply(x, inputs, _forward.Data, outputs, y, initial, count);

    /// <summary><c>y += b</c>.</summary>
    public void AddBiases(Rows y, int count)
    {
        if (biases is null) return;
        for (int s = 0; s < count; s++) Lines.AddMultiple(1, _biases.Data, y[s], outputs);
    }

    /// <summary><c>dx = initial + W^T dy</c>; initial rows at null are zero.</summary>
    public void Backward(Rows dy, Rows dx, Rows initial, int count) => Multiply(dy, outputs, _backward.Data, inputs, dx, initial, count);

    /// <summary>Adds what the rows give to the gradient of W, which <see cref="MoveGradient"/> takes, and to that of b.</summary>
    public void AddGradient(Rows x, Rows dy, int count, float* gradient)
    {
        float* panel = _gradient.Data;
        for (int i = 0; i < inputs; i += MlpLayer.PanelWidth, panel += (nint)outputs * MlpLayer.PanelWidth)
        {
            Products<TS, TV>.Panel(panel, MlpLayer.PanelWidth, _hasGradient ? panel : null, MlpLayer.PanelWidth,
                dy.Data, 1, dy.Stride, x.Data + i, x.Stride, outputs, count, MlpLayer.PanelWidth);
        }

        _hasGradient = true;
        if (biases is not { } start) return;
        for (int s = 0; s < count; s++) Lines.AddMultiple(1, dy[s], gradient + start, outputs);
    }

    /// <summary>Writes the gradient of W into that of all parameters, and begins a new one.</summary>
    public void MoveGradient(float* gradient)
    {
        float* panel = _gradient.Data;
        for (int i = 0; i < inputs; i += MlpLayer.PanelWidth)
        {
            int width = Math.Min(MlpLayer.PanelWidth, inputs - i);
            for (int o = 0; o < outputs; o++, panel += MlpLayer.PanelWidth)
                new Span<float>(panel, width).CopyTo(new Span<float>(gradient + weights + (nint)o * inputs + i, width));
        }

        _hasGradient = false;
    }

    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
        _biases.Dispose();
        _gradient.Dispose();
    }

    private static void Multiply(Rows x, int depth, float* panels, int columns, Rows y, Rows initial, int count)
    {
        for (int j = 0; j < columns; j += MlpLayer.PanelWidth, panels += (nint)depth * MlpLayer.PanelWidth)
        {
            Products<TS, TV>.Panel(y.Data + j, y.Stride, initial.Data == null ? null : initial.Data + j, initial.Stride,
                x.Data, x.Stride, 1, panels, MlpLayer.PanelWidth, count, depth, MlpLayer.PanelWidth);
        }
    }
}
