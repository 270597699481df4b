using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>One step of all networks of a batch, as launches on a stream: passes forward and backward, then the update.</summary>
/// <param name="kernels">The kernels.</param>
/// <param name="stream">The stream.</param>
/// <param name="layout">The layers.</param>
/// <param name="memory">The batch's memory.</param>
/// <param name="nets">How many networks it has.</param>
/// <param name="experiment">One of the experiments: loss and optimizer.</param>
internal sealed class PerceptronStep(
    PerceptronKernels kernels, AcceleratorStream stream, PerceptronLayout layout, PerceptronMemory memory, int nets, Experiment experiment)
{
    /// <summary>Launches a step.</summary>
    /// <param name="samples">How many samples it takes.</param>
    /// <param name="firstSample">As in <see cref="Pass"/>.</param>
    /// <param name="firstOrder">As there.</param>
    /// <param name="firstFactors">As there.</param>
    public void Launch(int samples, long firstSample, long firstOrder, long firstFactors)
    {
        for (int start = 0; start < samples; start += layout.PassSamples)
        {
            var pass = new Pass(start, Math.Min(layout.PassSamples, samples - start), samples, firstSample, firstOrder, firstFactors);
            foreach (var layer in layout.Layers) Forward(layer, pass);
            Loss(layout.Layers[^1], pass);
            for (int l = layout.Layers.Length - 1; l >= 0; l--) Backward(layout.Layers[l], pass);
        }

        var update = MlpUpdate.FormOf(experiment.Optimizer) switch
        {
            UpdateForm.Adam => kernels.Adam,
            UpdateForm.Momentum => kernels.Momentum,
            _ => kernels.Descend,
        };
        update.Value(stream, checked((int)(nets * memory.Size)), memory, new(0, 0, samples, firstSample, firstOrder, firstFactors));
    }

    /// <summary>Launches the check of all parameters after <paramref name="step"/> steps.</summary>
    public void LaunchCheck(long step) => kernels.Check.Value(stream, checked((int)(nets * memory.Size)), memory, step);

    private void Forward(PerceptronLayer layer, Pass pass)
    {
        if (layer.IsNarrow != 0) kernels.ForwardNarrow.Value(stream, nets * pass.Count * layer.Outputs, memory, layer, pass);
        else if (layer.SkipsZeros != 0) kernels.ForwardSparse.Value(stream, nets * pass.Count * layer.PaddedOutputs, memory, layer, pass);
        else kernels.Forward.Value(stream, Tiles(pass.Count, layer.PaddedOutputs), memory, layer, pass);
    }

    private void Loss(PerceptronLayer layer, Pass pass)
    {
        if (experiment.Loss == LossKind.CrossEntropy) kernels.CrossEntropy.Value(stream, nets * pass.Count, memory, layer, pass);
        else kernels.SquaredError.Value(stream, nets * pass.Count * layer.Outputs, memory, layer, pass);
    }

    private void Backward(PerceptronLayer layer, Pass pass)
    {
        int rows = GradientProduct.RowsOf(layer);
        if (layer.IsNarrow != 0) kernels.GradientNarrow.Value(stream, nets * rows * layer.PaddedOutputs, memory, layer, pass);
        else (layer.SkipsZeros != 0 ? kernels.GradientSparse : kernels.Gradient).Value(stream, Tiles(rows, layer.PaddedOutputs), memory, layer, pass);
        if (layer.Below < 0) return;
        if (layer.IsNarrow != 0) kernels.BackwardNarrow.Value(stream, nets * pass.Count * layer.PaddedInputs, memory, layer, pass);
        else kernels.Backward.Value(stream, Tiles(pass.Count, layer.PaddedInputs), memory, layer, pass);
    }

    private KernelConfig Tiles(int rows, int columns) =>
        new(new Index3D(Products.Tiles(rows, columns, kernels.Side), nets, 1), new Index3D(kernels.Side * kernels.Side, 1, 1));
}
