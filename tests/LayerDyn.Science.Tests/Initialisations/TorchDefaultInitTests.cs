using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Initialisations;

public sealed class TorchDefaultInitTests
{
    private static readonly MlpModel Net = new() { Widths = [784, 400, 10], Activation = Activation.Tanh, Biases = true };
    private static readonly TaskShape Task = new(784, 10, 100);

    [Fact]
    public void EveryLayer_IsUniformUpToOneOverTheRootOfItsFanIn_BiasesIncluded()
    {
        double[][] values = new TorchDefaultInit().Create(Net, Task, RandomStream.For("net"));
        Assert.Equal([784 * 400, 400, 400 * 10, 10], values.Select(value => value.Length));
        foreach (var (value, fanIn) in values.Zip([784, 784, 400, 400])) IsUniform(value, 1 / Math.Sqrt(fanIn));
    }

    [Fact]
    public void Scale_IsThatOfTheWeightsAlone()
    {
        double[][] one = new TorchDefaultInit().Create(Net, Task, RandomStream.For("net")), five = new TorchDefaultInit { Scale = 5 }.Create(Net, Task, RandomStream.For("net"));
        Assert.Equal(one[0].Select(weight => weight * 5), five[0]);
        Assert.Equal(one[1], five[1]);
        Assert.Equal(one[3], five[3]);
    }

    [Fact]
    public void NormalWeights_WithTorchsBiases_LeaveTheWeightsAsTheyAre()
    {
        var normal = new NormalInit { Std = 5, FanIn = true };
        double[][] zero = normal.Create(Net, Task, RandomStream.For("net")), torch = (normal with { Biases = BiasInit.TorchDefault }).Create(Net, Task, RandomStream.For("net"));
        Assert.Equal(zero[0], torch[0]);
        Assert.Equal(zero[2], torch[2]);
        IsUniform(torch[1], 1 / Math.Sqrt(784));
        IsUniform(torch[3], 1 / Math.Sqrt(400));
    }

    [Fact]
    public void BiasBeforeAnyWeight_GoesByItsOwnFanIn()
    {
        var transformer = new TransformerModel { DModel = 400, DMlp = 16, LayerNorm = true };
        var task = new TaskShape(3, 5, 10, Vocabulary: 7);
        double[][] values = new TorchDefaultInit().Create(transformer, task, RandomStream.For("net"));
        foreach (var (parameter, value) in transformer.Parameters(task).Zip(values).Where(pair => pair.First.Role == ParameterRole.Bias))
            IsUniform(value, 1 / Math.Sqrt(parameter.FanIn));
    }

    /// <summary>Within the bound, near it, and of its variance: bound²/3.</summary>
    private static void IsUniform(double[] values, double bound)
    {
        Assert.All(values, value => Assert.InRange(value, -bound, bound));
        if (values.Length < 400) return;
        Assert.InRange(values.Max(), 0.98 * bound, bound);
        Assert.InRange(values.Min(), -bound, -0.98 * bound);
        Assert.Equal(bound * bound / 3, values.Sum(value => value * value) / values.Length, 0.15 * bound * bound / 3);
    }
}
