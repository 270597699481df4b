using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Tests.Models;

public sealed class TransformerModelTests
{
    private const int Outputs = 3;
    private static readonly TaskShape Tokens = new(2, Outputs, 4, Outputs, Vocabulary: 5), Real = new(3, Outputs, 4);

    public static TheoryData<string, bool> Models => new()
    {
        { "{ 'layers': 1, 'heads': 2, 'dModel': 4, 'dMlp': 3 }", true },
        { "{ 'layers': 1, 'heads': 1, 'dModel': 4, 'dMlp': 6, 'activation': 'gelu', 'biases': false, 'outputScale': 0.5 }", true },
        { "{ 'layers': 2, 'heads': 2, 'dModel': 4, 'dMlp': 5, 'layerNorm': true }", true },
        { "{ 'layers': 2, 'heads': 4, 'dModel': 4, 'dMlp': 3, 'activation': 'linear' }", true },
        { "{ 'layers': 1, 'heads': 2, 'dModel': 4, 'dMlp': 3, 'activation': 'tanh' }", false },
        { "{ 'layers': 3, 'heads': 2, 'dModel': 4, 'dMlp': 3, 'layerNorm': true, 'activation': 'gelu' }", false },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_TinyModel_EqualsPlainLoops(string json, bool areTokens)
    {
        var (model, shape, values, inputs) = Case(json, areTokens);
        using var scope = torch.NewDisposeScope();
        var parameters = Tensors(model, shape, values);
        var plain = new PlainTransformer(model, model.Parameters(shape).Select((parameter, i) => (parameter.Name, values[i]))
            .ToDictionary(entry => entry.Name, entry => entry.Item2));
        var x = torch.tensor(inputs.SelectMany(row => row).ToArray(), [inputs.Length, shape.Inputs], torch.ScalarType.Float64);
        double[] outputs = model.Forward(parameters, x).data<double>().ToArray();
        double[] expected = [.. inputs.SelectMany(row => plain.Forward(row, areTokens, Outputs))];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], outputs[i], 1e-10 * (1 + Math.Abs(expected[i])));
        Assert.Equal([inputs.Length, model.DModel], model.Features(parameters, x).shape);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_Gradient_EqualsFiniteDifferences(string json, bool areTokens)
    {
        var (model, shape, values, inputs) = Case(json, areTokens);
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(inputs.SelectMany(row => row).ToArray(), [inputs.Length, shape.Inputs], torch.ScalarType.Float64);
        var parameters = Tensors(model, shape, values);
        foreach (var parameter in parameters) parameter.requires_grad_(true);
        var gradients = torch.autograd.grad([Objective(parameters)], parameters);
        for (int p = 0; p < values.Length; p++)
        {
            double[] gradient = gradients[p].contiguous().data<double>().ToArray();
            for (int i = 0; i < values[p].Length; i++)
            {
                const double Step = 1e-5;
                double at = values[p][i];
                values[p][i] = at + Step;
                double above = Objective(Tensors(model, shape, values)).item<double>();
                values[p][i] = at - Step;
                double below = Objective(Tensors(model, shape, values)).item<double>();
                values[p][i] = at;
                // The difference is as inexact as the objective's last bits.
                Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-5 * (1 + Math.Abs(gradient[i])) + 1e-15 * above / Step);
            }
        }

        torch.Tensor Objective(torch.Tensor[] at) => (model.Forward(at, x) * torch.tensor(Enumerable.Range(1, Outputs).Select(output => (double)output).ToArray())).Squared().sum();
    }

    [Fact]
    public void Forward_LinearTwin_IsAPolynomialOfDegreeThreeInTheStream()
    {
        // Without positions and biases a stream of one block and scale s gives: s (residual) and s^3 (attention), exactly.
        var (model, shape, values, _) = Case("{ 'layers': 1, 'heads': 2, 'dModel': 4, 'dMlp': 3, 'activation': 'linear', 'biases': false }", false);
        Array.Clear(values[1]);
        using var scope = torch.NewDisposeScope();
        var parameters = Tensors(model, shape, values);
        double[] at = [.. new[] { 1.0, 2, 3 }.Select(s => model.Forward(parameters, torch.tensor(new[] { s, -s, 2 * s }, [1, 3]))[0, 0].item<double>())];
        double cubic = (at[1] - 2 * at[0]) / 6, linear = at[0] - cubic;
        Assert.Equal(3 * linear + 27 * cubic, at[2], 1e-10);
        Assert.NotEqual(0, cubic, 1e-6);
    }

    [Fact]
    public void Validate_HeadsThatDoNotDivideTheWidth_IsAProblem()
    {
        var problem = Assert.Single(Spec.Problems("{ 'model': { 'kind': 'transformer', 'heads': 3, 'dModel': 16 }, 'init': { 'kind': 'normal' }, "
            + "'task': { 'kind': 'modular-addition', 'modulus': 5, 'encoding': 'tokens' }, 'optimizer': { 'kind': 'gd' }, 'steps': 1, "
            + "'measure': { 'at': { 'every': 1 }, 'observables': ['loss'] } }"));
        Assert.Equal("model.heads", problem.Path);
    }

    [Theory]
    [InlineData("{ 'kind': 'modular-addition', 'modulus': 7, 'encoding': 'tokens' }", "adamw", "cross-entropy")]
    [InlineData("{ 'kind': 'multitask-sparse-parity', 'skills': 2, 'bits': 6, 'subset': 2, 'evalSamples': 50 }", "adam", "mse")]
    public void Train_TokensAndRealInputs_LossFalls(string task, string optimizer, string loss)
    {
        var experiment = Spec.Bind("{ 'model': { 'kind': 'transformer', 'heads': 2, 'dModel': 16, 'dMlp': 32 }, 'init': { 'kind': 'normal', 'fanIn': true }, "
            + $"'task': {task}, 'optimizer': {{ 'kind': '{optimizer}', 'learningRate': 0.01, 'batchSize': 24 }}, 'loss': '{loss}', 'steps': 60, "
            + "'measure': { 'at': { 'every': 20 }, 'observables': ['loss'] } }");
        var outcomes = Spec.Train(experiment, experiment);
        var records = outcomes[0].Records;
        Assert.InRange(records[records.Rows - 1, 0], 0, 0.9 * records[0, 0]);
        for (int row = 0; row < records.Rows; row++) Assert.Equal(records[row, 0], outcomes[1].Records[row, 0]);
    }

    private static (TransformerModel Model, TaskShape Shape, double[][] Values, double[][] Inputs) Case(string json, bool areTokens)
    {
        var model = (TransformerModel)Spec.Bind($"{{ 'model': {json.Replace("{ ", "{ 'kind': 'transformer', ")}, 'init': {{ 'kind': 'normal' }}, "
            + "'task': { 'kind': 'modular-addition', 'modulus': 5, 'encoding': 'tokens' }, 'optimizer': { 'kind': 'gd' }, 'steps': 1, "
            + "'measure': { 'at': { 'every': 1 }, 'observables': ['loss'] } }").Model;
        var shape = areTokens ? Tokens : Real;
        double[][] values = [.. model.Parameters(shape).Select(parameter => new double[parameter.Count])];
        for (int i = 0; i < values.Length; i++) RandomStream.For($"transformer-test/{i}").FillNormal(values[i]);
        return (model, shape, values, areTokens ? [[1, 4], [3, 3], [0, 2]] : [[1, -1, 0.5], [0.2, 2, -0.7]]);
    }

    private static torch.Tensor[] Tensors(TransformerModel model, TaskShape shape, double[][] values) =>
        [.. model.Parameters(shape).Select((parameter, i) =>
            torch.tensor(values[i], [.. parameter.Dimensions.Select(size => (long)size)], torch.ScalarType.Float64))];
}
