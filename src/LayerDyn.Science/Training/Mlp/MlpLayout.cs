using LayerDyn.Science.Models;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>How the parameters of a multilayer perceptron lie in one vector.</summary>
internal sealed unsafe class MlpLayout
{
    private readonly bool _biases;

    public MlpLayout(MlpModel model)
    {
        _biases = model.Biases;
        Layers = new MlpLayer[model.Widths.Count - 1];
        for (int l = 0; l < Layers.Length; l++)
        {
            Layers[l] = new(model.Widths[l], model.Widths[l + 1], Count);
            Count = Layers[l].End;
        }
    }

    public MlpLayer[] Layers { get; }

    /// <summary>Numbers in the vector, a multiple of 16.</summary>
    public nint Count { get; }

    /// <summary>Where each parameter lies with its padding, in the order of the model.</summary>
    public IReadOnlyList<Segment> Segments => [.. Layers.SelectMany(layer => (Segment[])(_biases
        ? [new(layer.Weights, layer.Biases - layer.Weights), new(layer.Biases, layer.End - layer.Biases)]
        : [new(layer.Weights, layer.End - layer.Weights)]))];

    /// <summary>Writes the parameters, in the order and shapes of the model, into the vector.</summary>
    public void Pack(IReadOnlyList<float[]> parameters, float* target)
    {
        int next = 0;
        foreach (var layer in Layers)
        {
            float[] weights = parameters[next++];
            for (int o = 0, k = 0; o < layer.Outputs; o++)
                for (int i = 0; i < layer.Inputs; i++) target[layer.At(o, i)] = weights[k++];
            if (_biases) parameters[next++].AsSpan().CopyTo(new Span<float>(target + layer.Biases, layer.Outputs));
        }
    }

    /// <summary>Reads the parameters, in the order and shapes of the model, out of the vector.</summary>
    public float[][] Unpack(float* source)
    {
        var parameters = new List<float[]>();
        foreach (var layer in Layers)
        {
            float[] weights = new float[layer.Outputs * layer.Inputs];
            for (int o = 0, k = 0; o < layer.Outputs; o++)
                for (int i = 0; i < layer.Inputs; i++) weights[k++] = source[layer.At(o, i)];
            parameters.Add(weights);
            if (_biases) parameters.Add(new Span<float>(source + layer.Biases, layer.Outputs).ToArray());
        }

        return [.. parameters];
    }
}
