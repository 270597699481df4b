using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>The gradient of the loss in what the last layer gives: as <see cref="Mlp.OutputGradient"/>.</summary>
internal static class LossKernels
{
    /// <summary>Of a squared loss: a thread an output of a sample.</summary>
    public static void SquaredError(Index1D index, PerceptronMemory memory, PerceptronLayer layer, Pass pass)
    {
        int elements = pass.Count * layer.Outputs, net = index / elements, element = index - net * elements;
        if (memory.HasEnded(net)) return;
        int sample = element / layer.Outputs, output = element - sample * layer.Outputs;
        var factors = memory.FactorsOf(net, pass);
        long place = layer.Place(memory, net, sample, output);
        float target = memory.Samples.Targets[memory.Samples.Of(net, pass, sample) * layer.Outputs + output];
        memory.Deltas[place] = Exact.Multiply(Exact.Subtract(Exact.Multiply(memory.Activations[place], factors.Scale), target), factors.ErrorFactor);
    }

    /// <summary>Of the cross-entropy: a thread a sample, in double precision.</summary>
    public static void CrossEntropy(Index1D index, PerceptronMemory memory, PerceptronLayer layer, Pass pass)
    {
        int net = index / pass.Count, sample = index - net * pass.Count;
        if (memory.HasEnded(net)) return;
        double scale = memory.FactorsOf(net, pass).OutputScale, largest = double.NegativeInfinity, total = 0;
        long place = layer.Place(memory, net, sample, 0);
        for (int o = 0; o < layer.Outputs; o++)
        {
            double output = Exact.Multiply(memory.Activations[place + o], scale);
            if (output > largest || double.IsNaN(output)) largest = output;
        }

        for (int o = 0; o < layer.Outputs; o++) total = Exact.Add(total, Exponential(memory, place + o, scale, largest));
        int label = memory.Samples.Labels[memory.Samples.Of(net, pass, sample)];
        for (int o = 0; o < layer.Outputs; o++)
        {
            double error = Exact.Subtract(Exponential(memory, place + o, scale, largest) / total, o == label ? 1.0 : 0.0);
            memory.Deltas[place + o] = (float)(Exact.Multiply(error, scale) / pass.Total);
        }
    }

    private static double Exponential(PerceptronMemory memory, long place, double scale, double largest) =>
        ExactFunctions.Exp(memory.Exponential, Exact.Subtract(Exact.Multiply(memory.Activations[place], scale), largest));
}
