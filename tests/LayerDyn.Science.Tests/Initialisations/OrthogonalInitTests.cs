using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Initialisations;

public sealed class OrthogonalInitTests
{
    private static readonly MlpModel Net = new() { Widths = [100, 400, 10], Activation = Activation.Tanh, Biases = true };
    private static readonly TaskShape Task = new(100, 10, 50);

    [Theory]
    [InlineData(BiasInit.Zero)]
    [InlineData(BiasInit.Normal)]
    [InlineData(BiasInit.TorchDefault)]
    public void Weights_AreTheSame_HoweverBiasesStart(BiasInit biases)
    {
        double[][] zero = Create(BiasInit.Zero), chosen = Create(biases);
        Assert.Equal(zero[0], chosen[0]);
        Assert.Equal(zero[2], chosen[2]);
        Assert.All(zero[1], bias => Assert.Equal(0, bias));
        Assert.Equal(biases == BiasInit.Zero, chosen[1].All(bias => bias == 0));
    }

    [Fact]
    public void TorchDefault_IsUniformUpToOneOverTheRootOfTheFanIn()
    {
        double[] biases = Create(BiasInit.TorchDefault)[1];
        Assert.All(biases, bias => Assert.InRange(bias, -0.1, 0.1));
        Assert.Equal(0.01 / 3, biases.Average(bias => bias * bias), 0.15 * 0.01 / 3);
    }

    [Fact]
    public void Normal_HasTheSpreadOfTheLayersWeights()
    {
        double[][] values = Create(BiasInit.Normal);
        Assert.Equal(values[0].Average(weight => weight * weight), values[1].Average(bias => bias * bias), 0.2 * 4.0 / 400);
        Assert.Equal(4.0 / 400, values[0].Average(weight => weight * weight), 1e-12); // each of 100 columns of length 2, over 400 rows
    }

    [Fact]
    public void CanonicalText_AtTheDefault_IsWhatItWas()
    {
        Assert.DoesNotContain("biases", ExperimentText.WriteKind(new OrthogonalInit()), StringComparison.Ordinal);
        Assert.Contains("\"biases\":\"torch-default\"", ExperimentText.WriteKind(new OrthogonalInit { Biases = BiasInit.TorchDefault }), StringComparison.Ordinal);
    }

    private static double[][] Create(BiasInit biases) => new OrthogonalInit { Gain = 2, Biases = biases }.Create(Net, Task, RandomStream.For("net"));
}
