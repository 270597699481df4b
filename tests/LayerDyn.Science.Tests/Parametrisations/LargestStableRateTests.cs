using LayerDyn.Science.Experiments;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Parametrisations;

/// <summary>The exact account of why the best learning rate moves with the width in the standard parametrisation and stays in muP: scalar networks.</summary>
public sealed class LargestStableRateTests
{
    private const string Standard = "'standard'", Mup = "{'kind':'mup','baseWidth':16}";

    [Theory]
    [InlineData(Standard, 64, 4.0 / 65)]
    [InlineData(Standard, 256, 4.0 / 257)]
    [InlineData(Standard, 1024, 4.0 / 1025)]
    [InlineData(Mup, 64, 4.0 / 17)]
    [InlineData(Mup, 256, 4.0 / 17)]
    [InlineData(Mup, 1024, 4.0 / 17)]
    public void LargestStableRate_OverSeeds_IsFourOverTheExpectedKernel(string parametrisation, int width, double expected)
    {
        var bound = Bind(parametrisation, width, 1, 0);
        Assert.Equal(4, Sharpness.DivergesAbove(bound));
        Assert.Equal(expected, 4 / Sharpness.InRateUnits(bound)!.Value, 1e-15);

        // Each seed has its own: training converges just below 4 over its kernel and diverges just above.
        double mean = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            double largest = 4 / Kernel(Bind(parametrisation, width, 1, seed));
            mean += largest / 20;
            var outcomes = Spec.Train(Bind(parametrisation, width, 0.98 * largest, seed), Bind(parametrisation, width, 1.02 * largest, seed));
            Assert.Equal(OutcomeStatus.Finished, outcomes[0].Status);
            Assert.InRange(outcomes[0].Records[outcomes[0].Records.Rows - 1, 0], 0, 1e-4);
            Assert.Equal(OutcomeStatus.Diverged, outcomes[1].Status);
        }

        Assert.InRange(mean / expected, 0.93, 1.07);
    }

    [Theory]
    [InlineData(Mup, 0.15)]
    [InlineData("'ntk'", 1.5)]
    [InlineData("{'kind':'abc','a':[0.2,0,-0.1],'b':0.5,'c':0.3}", 0.02)]
    public void ExactMap_AtRatesByLayer_IsTraining(string parametrisation, double rate)
    {
        var experiment = Spec.Bind(Text(parametrisation, 64, rate, 1).Replace("'coefficients':[0]", "'coefficients':[0.7]").Replace("'engine':'train'", "'engine':'both'").Replace("'steps':1000", "'steps':40"));
        var outcome = Spec.Train(experiment)[0];
        int loss = outcome.Records.Columns.ToList().IndexOf("loss"), theory = outcome.Records.Columns.ToList().IndexOf("loss.theory");
        for (int row = 0; row < outcome.Records.Rows; row++) Assert.Equal(outcome.Records[row, loss], outcome.Records[row, theory], 1e-12);
        Assert.NotEqual(outcome.Records[0, loss], outcome.Records[outcome.Records.Rows - 1, loss]);
    }

    [Fact]
    public void GradientFlow_OfOtherParametrisations_HasNoExactSolution()
    {
        var experiment = Bind(Mup, 64, 0.1, 0);
        var flow = experiment with { Engine = Engine.Both, Optimizer = ((GradientDescent)experiment.Optimizer) with { Theory = DescentTheory.Flow } };
        Assert.Null(ExactSolutions.Find(flow, out string why));
        Assert.Contains("model.parametrisation: standard", why);
    }

    // E[x^2] (e2 |a|^2 + e1 |b|^2) at the start.
    private static double Kernel(Experiment experiment)
    {
        double[][] start = experiment.InitialWeights(RandomStream.ForWeights(experiment));
        double ratio = experiment.Scales is null ? 1 : start[0].Length / 16.0;
        return start[0].Sum(a => a * a) / ratio + start[1].Sum(b => b * b) * ratio;
    }

    private static string Text(string parametrisation, int width, double rate, int seed) => FormattableString.Invariant($$"""
        {'model':{'kind':'deep-linear','widths':[1,{{width}},1],'parametrisation':{{parametrisation}} },'init':{'kind':'normal','fanIn':true},
         'task':{'kind':'linear-teacher','coefficients':[0],'samples':4},'optimizer':{'kind':'gd','learningRate':{{rate:R}},'theory':'steps'},'seed':{{seed}},
         'engine':'train','steps':1000,'measure':{'at':{'logPerDecade':5},'observables':['loss']} }
        """);

    private static Experiment Bind(string parametrisation, int width, double rate, int seed) => Spec.Bind(Text(parametrisation, width, rate, seed));
}
