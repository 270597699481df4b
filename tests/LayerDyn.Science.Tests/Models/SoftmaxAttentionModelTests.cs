using LayerDyn.Science.Experiments;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Tests.Models;

public sealed class SoftmaxAttentionModelTests
{
    private const int D = 3, N = 7, Heads = 2;

    [Theory]
    [InlineData("merged", 1)]
    [InlineData("separate", 1)]
    [InlineData("separate", 2)]
    public void Forward_Prompts_IsTheAttentionOverWholeTokens(string keyQuery, int rank)
    {
        var experiment = Net(keyQuery, rank);
        double[][] weights = Weights(experiment);
        var train = experiment.Task.Create(0).Train;
        using var scope = torch.NewDisposeScope();
        var outputs = experiment.Model.Forward(Tensors(experiment, weights), torch.tensor(train.X.Data).reshape(train.Count, train.X.Columns));
        Assert.Equal([train.Count, 1], outputs.shape);
        for (int n = 0; n < train.Count; n++)
            Assert.Equal(Attention(train.X.Row(n), Maps(experiment, weights, rank), weights[^1], new double[D], new double[D]), outputs[n, 0].item<double>(), 1e-14);
    }

    [Fact]
    public void Forward_SmallKeys_IsLinearAttentionOnCentredInputs()
    {
        const double Small = 1e-4;
        var experiment = Net("separate", 1);
        double[][] weights = Weights(experiment);
        for (int i = 0; i < weights[0].Length; i++) weights[0][i] *= Small;
        var train = experiment.Task.Create(0).Train;
        using var scope = torch.NewDisposeScope();
        var outputs = experiment.Model.Forward(Tensors(experiment, weights), torch.tensor(train.X.Data).reshape(train.Count, train.X.Columns));
        double[][,] maps = Maps(experiment, weights, 1);
        for (int n = 0; n < train.Count; n++)
        {
            // 1/(N+1) sum_h v_h sum_i y_i (1 + (x_i - mean)^T M_h x_q).
            var prompt = train.X.Row(n);
            double[] mean = new double[D];
            for (int i = 0; i <= N; i++)
                for (int d = 0; d < D; d++) mean[d] += prompt[i * (D + 1) + d] / (N + 1);
            double expected = 0;
            for (int h = 0; h < Heads; h++)
                for (int i = 0; i < N; i++)
                {
                    double score = 1;
                    for (int a = 0; a < D; a++)
                        for (int b = 0; b < D; b++) score += (prompt[i * (D + 1) + a] - mean[a]) * maps[h][a, b] * prompt[N * (D + 1) + b];
                    expected += weights[^1][h] * prompt[i * (D + 1) + D] * score / (N + 1);
                }

            Assert.Equal(expected, outputs[n, 0].item<double>(), 1e-6);
        }
    }

    [Fact]
    public void ZeroBlocks_OnPromptsAndTheirMirrorImages_HaveNoGradient()
    {
        var experiment = Net("separate", 1);
        double[][] weights = Weights(experiment);
        double[][,] maps = Maps(experiment, weights, 1);
        var train = experiment.Task.Create(0).Train;
        for (int d = 0; d < D; d++)
            foreach (bool isValue in new[] { true, false })
            {
                double alone = Gradient(d, isValue, mirrored: false);
                Assert.True(Math.Abs(alone) > 1e-3, $"{alone}");
                Assert.Equal(0, Gradient(d, isValue, mirrored: true), 1e-9);
            }

        // dL/db of a weight b of value or key in a block that is zero, over prompts of w, or of w and of -w.
        double Gradient(int d, bool isValue, bool mirrored)
        {
            const double Step = 1e-5;
            return (Loss(Step) - Loss(-Step)) / (2 * Step);

            double Loss(double b)
            {
                double[] value = new double[D], key = new double[D];
                (isValue ? value : key)[d] = b;
                double sum = 0;
                for (int n = 0; n < train.Count; n++)
                    foreach (int sign in mirrored ? [1, -1] : new[] { 1 })
                    {
                        double[] prompt = [.. train.X.Row(n)];
                        for (int i = 0; i < N; i++) prompt[i * (D + 1) + D] *= sign;
                        double error = Attention(prompt, maps, weights[^1], value, key) - sign * train.Y[n, 0];
                        sum += error * error / (2 * train.Count);
                    }

                return sum;
            }
        }
    }

    [Fact]
    public void Prompts_OfTheSameSeed_AreTheSequencesOfTheProducts()
    {
        var products = new InContextRegressionTask { Dimension = D, Context = N, Sequences = 30 };
        var prompts = products with { Prompts = true };
        Assert.Equal(N * (D + 1) + D, prompts.Shape.Inputs);
        Assert.Equal((D, N, true), (prompts.Shape.ContextDimension, prompts.Shape.ContextPairs, prompts.Shape.HasTest));
        var (given, whole) = (products.Create(3), prompts.Create(3));
        Assert.Equal(given.Train.Y.Data, whole.Train.Y.Data);
        for (int n = 0; n < 30; n++)
        {
            var prompt = whole.Train.X.Row(n);
            for (int a = 0; a < D; a++)
                for (int b = 0; b < D; b++)
                {
                    double beta = 0;
                    for (int i = 0; i < N; i++) beta += prompt[i * (D + 1) + D] * prompt[i * (D + 1) + a] / N;
                    Assert.Equal(given.Train.X[n, a * D + b], beta * prompt[N * (D + 1) + b], 1e-14);
                }
        }

        Assert.Equal(InContextRegressionTask.TestPrompts, whole.Test!.Count);
        Assert.NotEqual(whole.Train.Y.Data, whole.Test.Y.Data[..30]);
    }

    [Fact]
    public void Identity_WithoutPrompts_IsAsBeforeThem() =>
        Assert.DoesNotContain("prompts", ExperimentText.WriteKind(new InContextRegressionTask { Sequences = 5 }), StringComparison.Ordinal);

    [Theory]
    [InlineData("linear-attention", "'sequences':5,'prompts':true", "model.kind", "leave out task.prompts")]
    [InlineData("softmax-attention", "'sequences':5", "model.kind", "needs whole prompts")]
    [InlineData("softmax-attention", "'prompts':true", "task.prompts", "set task.sequences")]
    [InlineData("softmax-attention", "'sequences':5,'prompts':true,'testContext':9", "task.testContext", "must be left out with prompts")]
    [InlineData("softmax-attention", "'sequences':1000000,'prompts':true", "task.sequences", "must be at most 412068 of 159 numbers each")]
    [InlineData("softmax-attention", "'sequences':10,'prompts':true,'context':2000", "task.context", "must be at most 1341 with prompts of dimension 4")]
    public void Validation_WhatCannotBe_IsRefusedWithThePlace(string model, string task, string path, string rule)
    {
        var problems = Spec.Problems($$"""
            {'model':{'kind':'{{model}}'},'init':{'kind':'balanced-heads'},'task':{'kind':'in-context-regression',{{task}} },
             'optimizer':{'kind':'gd'},'steps':1,'measure':{'observables':['loss']} }
            """);
        Assert.Contains(problems, problem => problem.Path == path && problem.ToString().Contains(rule, StringComparison.Ordinal));
    }

    [Fact]
    public void ModeStrength_OfSoftmax_IsRefused() => Assert.Contains("without prompts", Assert.Single(Spec.Problems("""
        {'model':{'kind':'softmax-attention'},'init':{'kind':'balanced-heads'},'task':{'kind':'in-context-regression','sequences':5,'prompts':true},
         'optimizer':{'kind':'gd'},'steps':1,'measure':{'observables':['loss','icl-mode-strength']} }
        """)).ToString(), StringComparison.Ordinal);

    private static Experiment Net(string keyQuery, int rank) => Spec.Bind($$"""
        {'model':{'kind':'softmax-attention','keyQuery':'{{keyQuery}}','heads':{{Heads}},'rank':{{rank}} },'init':{'kind':'normal','std':0.7},
         'task':{'kind':'in-context-regression','dimension':{{D}},'context':{{N}},'eigenvalues':[1,0.7,1.5],'sequences':20,'prompts':true},
         'optimizer':{'kind':'gd'},'steps':1,'measure':{'observables':['loss']} }
        """);

    private static double[][] Weights(Experiment experiment) =>
        experiment.Init.Create(experiment.Model, experiment.Task.Shape, RandomStream.For("test/softmax"));

    private static torch.Tensor[] Tensors(Experiment experiment, double[][] weights) => [.. weights.Zip(experiment.Model.Parameters(experiment.Task.Shape),
        (values, shape) => torch.tensor(values, dtype: torch.ScalarType.Float64).reshape([.. shape.Dimensions.Select(size => (long)size)]))];

    private static double[][,] Maps(Experiment experiment, double[][] weights, int rank)
    {
        double[][,] maps = [.. Enumerable.Range(0, Heads).Select(_ => new double[D, D])];
        for (int h = 0; h < Heads; h++)
            for (int a = 0; a < D; a++)
                for (int b = 0; b < D; b++)
                    maps[h][a, b] = experiment.Model.Parameters(experiment.Task.Shape).Count == 2 ? weights[0][h * D * D + a * D + b]
                        : Enumerable.Range(h * rank, rank).Sum(row => weights[0][row * D + a] * weights[1][row * D + b]);
        return maps;
    }

    // sum_h sum_i softmax_i(score) (v_h y_i + value x_i), score = x_i^T M_h x_q + y_i key x_q, over tokens of which the query's y is 0.
    private static double Attention(ReadOnlySpan<double> prompt, double[][,] maps, double[] v, double[] value, double[] key)
    {
        double output = 0;
        for (int h = 0; h < Heads; h++)
        {
            double total = 0, sum = 0;
            for (int i = 0; i <= N; i++)
            {
                double y = i < N ? prompt[i * (D + 1) + D] : 0, score = 0, read = v[h] * y;
                for (int a = 0; a < D; a++)
                {
                    score += y * key[a] * prompt[N * (D + 1) + a];
                    read += value[a] * prompt[i * (D + 1) + a];
                    for (int b = 0; b < D; b++) score += prompt[i * (D + 1) + a] * maps[h][a, b] * prompt[N * (D + 1) + b];
                }

                total += Math.Exp(score);
                sum += Math.Exp(score) * read;
            }

            output += sum / total;
        }

        return output;
    }
}
