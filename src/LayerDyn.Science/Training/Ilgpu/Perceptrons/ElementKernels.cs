using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>Kernels of a thread an element: layers of few outputs, whose tiles would be mostly empty, and inputs that are mostly zero.</summary>
internal static class ElementKernels
{
    /// <summary>What a narrow layer gives: sample after sample, output after output. As <see cref="Mlp.NarrowKernels{TS, TV}.Dot"/>.</summary>
    public static void ForwardNarrow(Index1D index, PerceptronMemory memory, PerceptronLayer layer, Pass pass)
    {
        int elements = pass.Count * layer.Outputs, net = index / elements, element = index - net * elements;
        if (memory.HasEnded(net)) return;
        int sample = element / layer.Outputs, output = element - sample * layer.Outputs;
        long weights = net * memory.Size + layer.At(output, 0);

        // Number i goes to partial sum i mod 16, and these are added pairwise.
        Four sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (int i = 0; i < layer.PaddedInputs; i += 16)
        {
            sum0 = sum0.Plus(Read(memory, layer, net, pass, sample, i), Weights(memory, weights + i));
            sum1 = sum1.Plus(Read(memory, layer, net, pass, sample, i + 4), Weights(memory, weights + i + 4));
            sum2 = sum2.Plus(Read(memory, layer, net, pass, sample, i + 8), Weights(memory, weights + i + 8));
            sum3 = sum3.Plus(Read(memory, layer, net, pass, sample, i + 12), Weights(memory, weights + i + 12));
        }

        var sums = sum0.Plus(sum2).Plus(sum1.Plus(sum3));
        float dot = Exact.Add(Exact.Add(sums.A, sums.C), Exact.Add(sums.B, sums.D));
        float value = Exact.Add(memory.Weights[net * memory.Size + layer.Biases + output], dot);
        memory.Activations[layer.Place(memory, net, sample, output)] = ExactFunctions.Activate(layer.ActivationAbove, value);
    }

    /// <summary>What a layer gives of the nonzero inputs alone, even and odd ones apart: as <see cref="Mlp.SparseKernels{TS, TV}"/>.</summary>
    public static void ForwardSparse(Index1D index, PerceptronMemory memory, PerceptronLayer layer, Pass pass)
    {
        int elements = pass.Count * layer.PaddedOutputs, net = index / elements, element = index - net * elements;
        if (memory.HasEnded(net)) return;
        int sample = element / layer.PaddedOutputs, output = element - sample * layer.PaddedOutputs;
        long inputs = memory.Samples.Of(net, pass, sample) * layer.Inputs, parameters = net * memory.Size;
        float even = memory.Weights[parameters + layer.Biases + output], odd = 0;
        bool isOdd = false;
        for (int i = 0; i < layer.Inputs; i++)
        {
            float input = memory.Samples.Inputs[inputs + i];
            if (input == 0) continue;
            float weight = memory.Weights[parameters + layer.At(output, i)];
            if (isOdd) odd = Exact.MultiplyAdd(input, weight, odd);
            else even = Exact.MultiplyAdd(input, weight, even);
            isOdd = !isOdd;
        }

        memory.Activations[layer.Place(memory, net, sample, output)] = ExactFunctions.Activate(layer.ActivationAbove, Exact.Add(even, odd));
    }

    /// <summary>The gradient in a narrow layer's parameters.</summary>
    public static void GradientNarrow(Index1D index, PerceptronMemory memory, PerceptronLayer layer, Pass pass)
    {
        int rows = GradientProduct.RowsOf(layer), elements = rows * layer.PaddedOutputs, net = index / elements, element = index - net * elements;
        int column = element / rows, row = element - column * rows;
        if (memory.HasEnded(net) || (column >= layer.Outputs && row < layer.PaddedInputs)) return;
        Products.Element(new GradientProduct(memory, layer, net, pass), row, column);
    }

    /// <summary>The gradient in what a narrow layer reads.</summary>
    public static void BackwardNarrow(Index1D index, PerceptronMemory memory, PerceptronLayer layer, Pass pass)
    {
        int elements = pass.Count * layer.PaddedInputs, net = index / elements, element = index - net * elements;
        if (memory.HasEnded(net)) return;
        int row = element / layer.PaddedInputs;
        Products.Element(new BackwardProduct(memory, layer, net, pass), row, element - row * layer.PaddedInputs);
    }

    private static Four Read(PerceptronMemory memory, PerceptronLayer layer, int net, Pass pass, int sample, int input) => new(
        layer.Read(memory, net, pass, sample, input), layer.Read(memory, net, pass, sample, input + 1),
        layer.Read(memory, net, pass, sample, input + 2), layer.Read(memory, net, pass, sample, input + 3));

    private static Four Weights(PerceptronMemory memory, long at) =>
        new(memory.Weights[at], memory.Weights[at + 1], memory.Weights[at + 2], memory.Weights[at + 3]);
}
