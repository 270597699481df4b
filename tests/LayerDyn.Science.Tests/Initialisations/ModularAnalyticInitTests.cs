using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Tests.Models;

namespace LayerDyn.Science.Tests.Initialisations;

public sealed class ModularAnalyticInitTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(23)]
    [InlineData(59)]
    public void ExactPhases_OfAnyOddModulus_GiveTheAnswerAlone(int p)
    {
        var (outputs, pairs) = Outputs(p, 3 * (p - 1), ModularPhases.Exact);
        for (int n = 0; n < pairs.Count; n++)
            for (int q = 0; q < p; q++) Assert.Equal(1.5 * ((q == pairs.Labels![n] ? p : 0) - 1), outputs[n, q], 2e-12);
    }

    [Theory]
    [InlineData(50, 0.9)]
    [InlineData(200, 0.999)]
    public void RandomPhases_OfWiderNets_AnswerMorePairs(int hidden, double least)
    {
        var (outputs, pairs) = Outputs(23, hidden, ModularPhases.Random);
        int right = Enumerable.Range(0, pairs.Count).Count(n => outputs.Row(n).IndexOf(outputs.Row(n).ToArray().Max()) == pairs.Labels![n]);
        Assert.InRange((double)right / pairs.Count, least, 1);
    }

    [Theory]
    [InlineData("'widths':[10,12,5],'activation':'relu','biases':false", "'modulus':5", "needs an mlp of two layers with squares")]
    [InlineData("'widths':[10,12,5],'activation':'square'", "'modulus':5", "needs an mlp of two layers with squares")]
    [InlineData("'widths':[10,13,5],'activation':'square','biases':false", "'modulus':5", "must be 3 (p - 1) = 12")]
    [InlineData("'widths':[12,15,6],'activation':'square','biases':false", "'modulus':6", "odd modulus")]
    public void Validate_WhereThereIsNoAnalyticNet_SaysWhy(string model, string task, string rule)
    {
        var problems = Spec.Problems($$"""
            {'model':{'kind':'mlp',{{model}}},'init':'modular-analytic','task':{'kind':'modular-addition',{{task}}},'optimizer':'gd','steps':1,'measure':{'at':[1],'observables':['loss']} }
            """);
        Assert.Contains(problems, problem => problem.ToString().Contains(rule, StringComparison.Ordinal));
    }

    private static (Matrix Outputs, Dataset Pairs) Outputs(int p, int hidden, ModularPhases phases)
    {
        var task = new ModularAdditionTask { Modulus = p };
        var model = new MlpModel { Widths = [2 * p, hidden, p], Activation = Activation.Square, Biases = false };
        double[][] weights = new ModularAnalyticInit { Phases = phases }.Create(model, task.Shape, RandomStream.For("modular"));
        var pairs = task.Pairs();
        return (PlainMlp.Predict(model, [new(hidden, 2 * p, weights[0]), new(p, hidden, weights[1])], pairs.X), pairs);
    }
}
