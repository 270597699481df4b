using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Transformers;

/// <summary>Buffers that live and go together.</summary>
internal sealed unsafe class Workspace : IDisposable
{
    private readonly List<FloatBuffer> _buffers = [];

    /// <summary>Numbers in a row of so many columns, as the products write it.</summary>
    public static int Padded(int columns) => (columns + MlpLayer.PanelWidth - 1) / MlpLayer.PanelWidth * MlpLayer.PanelWidth;

    /// <summary>Rows of zeros, each filled up to whole panels.</summary>
    public Rows Rows(int count, int columns)
    {
        int stride = Padded(columns);
        var buffer = new FloatBuffer((nint)count * stride);
        _buffers.Add(buffer);
        return new(buffer.Data, stride);
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers) buffer.Dispose();
    }
}
