using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Tests.Training.Torch;

public sealed class GradientEngineTests
{
    [Theory]
    [InlineData("'activation': 'linear', 'outputScale': 0.5", "mse")]
    [InlineData("'activation': 'relu'", "cross-entropy")]
    [InlineData("'activation': 'relu', 'biases': false, 'outputScale': 2", "mse-mean")]
    [InlineData("'activation': 'tanh'", "mse")]
    [InlineData("'activation': 'gelu'", "cross-entropy")]
    public void Gradients_Mlp_AreThoseOfAutograd(string model, string loss)
    {
        var experiment = Spec.Bind($"{{ 'model': {{ 'kind': 'mlp', 'widths': [6, 7, 5, 3], {model} }}, 'init': {{ 'kind': 'normal', 'biases': 'normal' }}, "
            + $"'task': {{ 'kind': 'modular-addition', 'modulus': 3 }}, 'loss': '{loss}', 'dtype': 'float64', 'optimizer': {{ 'kind': 'gd' }}, 'steps': 1, "
            + "'measure': { 'at': { 'every': 1 }, 'observables': ['loss'] } }");
        using var scope = torch.NewDisposeScope();
        using var state = new TorchState(new(0, experiment), new TaskDataCache(), torch.CPU);
        var batch = state.OnDevice(state.Data.Train);
        var expected = state.Engine.ByAutograd(state.Parameters, batch, batch.Count);
        var gradients = state.Engine.Gradients(state.Parameters, batch);
        Assert.Equal(expected.Length, gradients.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].shape, gradients[i].shape);
            Assert.InRange((expected[i] - gradients[i]).abs().max().item<double>(), 0, 1e-13);
            Assert.NotEqual(0, gradients[i].abs().max().item<double>());
        }
    }
}
