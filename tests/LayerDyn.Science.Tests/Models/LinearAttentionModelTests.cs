using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using TorchSharp;

namespace LayerDyn.Science.Tests.Models;

public sealed class LinearAttentionModelTests
{
    private const int D = 3, N = 7, Heads = 2;

    [Theory]
    [InlineData("merged", 1)]
    [InlineData("separate", 1)]
    [InlineData("separate", 2)]
    public void Forward_Sequences_IsTheAttentionOverWholeTokens(string keyQuery, int rank)
    {
        var experiment = Spec.Bind($$"""
            {'model':{'kind':'linear-attention','keyQuery':'{{keyQuery}}','heads':{{Heads}},'rank':{{rank}} },'init':{'kind':'normal','std':0.7},
             'task':{'kind':'in-context-regression','dimension':{{D}},'context':{{N}} },'optimizer':{'kind':'gd'},'steps':1,'measure':{'observables':['loss']} }
            """);
        var shapes = experiment.Model.Parameters(experiment.Task.Shape);
        double[][] weights = experiment.Init.Create(experiment.Model, experiment.Task.Shape, RandomStream.For("test/attention"));
        using var scope = torch.NewDisposeScope();
        var parameters = weights.Zip(shapes, (values, shape) => torch.tensor(values, dtype: torch.ScalarType.Float64).reshape([.. shape.Dimensions.Select(size => (long)size)])).ToArray();
        Matrix[] matrices = [.. weights.Zip(shapes, (values, shape) => new Matrix(shape.Dimensions[0], shape.Dimensions[1], values))];
        var map = LayerwiseMap.Of(experiment, matrices)!;
        var stream = RandomStream.For("test/tokens");
        for (int sequence = 0; sequence < 20; sequence++)
        {
            double[] beta = new double[D];
            double[][] tokens = [.. Enumerable.Range(0, N + 1).Select(i => Enumerable.Range(0, D + 1)
                .Select(d => i == N && d == D ? 0 : stream.Normal(1000 * sequence + 10 * i + d)).ToArray())];
            foreach (double[] token in tokens)
                for (int d = 0; d < D; d++) beta[d] += token[D] * token[d] / N;
            double[] products = [.. beta.SelectMany(b => tokens[N].Take(D).Select(x => b * x))];
            double expected = Attention(tokens, matrices, rank);
            Assert.Equal(expected, LinearAlgebra.Dot(map.Row(0), products), 1e-14);
            Assert.Equal(expected, experiment.Model.Forward(parameters, torch.tensor(products).reshape(1, D * D)).item<double>(), 1e-14);
        }
    }

    // (1/N) sum_h sum_i V_h z_i (K_h z_i)^T (Q_h z_q), last entry, over tokens of D + 1 entries with all blocks there; the zero blocks are zero.
    private static double Attention(double[][] tokens, Matrix[] parameters, int rank)
    {
        int size = D + 1;
        double output = 0;
        for (int head = 0; head < Heads; head++)
        {
            double[,] value = new double[size, size], keyQuery = new double[size, size];
            value[D, D] = parameters[^1][0, head];
            for (int i = 0; i < D; i++)
                for (int j = 0; j < D; j++)
                    keyQuery[i, j] = parameters.Length == 2 ? parameters[0][head, i * D + j]
                        : Enumerable.Range(0, rank).Sum(r => parameters[0][head * rank + r, i] * parameters[1][head * rank + r, j]);
            foreach (double[] token in tokens)
            {
                double weight = 0, image = 0;
                for (int i = 0; i < size; i++)
                {
                    image += value[D, i] * token[i];
                    for (int j = 0; j < size; j++) weight += token[i] * keyQuery[i, j] * tokens[^1][j];
                }

                output += image * weight / N;
            }
        }

        return output;
    }

    [Theory]
    [InlineData("'keyQuery':'merged','rank':2", "'kind':'in-context-regression'", "model.rank", "must be left out")]
    [InlineData("'rank':5", "'kind':'in-context-regression'", "model.rank", "must be at most the task's dimension, 4")]
    [InlineData("'rank':1", "'kind':'gaussian-regression','samples':9,'inputs':4,'outputs':1", "model.kind", "needs a task of sequences")]
    [InlineData("'rank':1", "'kind':'in-context-regression','eigenvalues':[1,2]", "task.eigenvalues", "must have one value for each of the 4")]
    [InlineData("'rank':1", "'kind':'in-context-regression','dimension':32,'sequences':100000", "task.sequences", "must be at most 65536")]
    public void Validation_WhatCannotBe_IsRefusedWithThePlace(string model, string task, string path, string rule)
    {
        var problem = Assert.Single(Spec.Problems($$"""
            {'model':{'kind':'linear-attention',{{model}} },'init':{'kind':'normal'},'task':{ {{task}} },'optimizer':{'kind':'gd'},'steps':1,'measure':{'observables':['loss']} }
            """));
        Assert.Equal(path, problem.Path);
        Assert.Contains(rule, problem.ToString());
    }

    [Theory]
    [InlineData("{'kind':'mlp','widths':[16,8,1]}", "{'kind':'gd'}", "model.kind")]
    [InlineData("{'kind':'linear-attention'}", "{'kind':'sgd','batchSize':4}", "optimizer.batchSize")]
    public void Validation_WhatThePopulationCannotGive_NeedsSequences(string model, string optimizer, string path)
    {
        string text = $$"""
            {'model':{{model}},'init':{'kind':'normal'},'task':{'kind':'in-context-regression'},'optimizer':{{optimizer}},'steps':1,'measure':{'observables':['loss']} }
            """;
        Assert.Equal(path, Assert.Single(Spec.Problems(text)).Path);
        Assert.Empty(Spec.Problems(text.Replace("'in-context-regression'", "'in-context-regression','sequences':50")));
    }

    [Theory]
    [InlineData("separate", 4, 1, "balanced-heads")]
    [InlineData("separate", 2, 3, "balanced-heads")]
    [InlineData("merged", 5, 1, "balanced-heads")]
    [InlineData("separate", 3, 1, "aligned-heads")]
    [InlineData("merged", 5, 1, "aligned-heads")]
    public void Init_Heads_HaveOneNormAndWhatIsConservedIsZero(string keyQuery, int heads, int rank, string init)
    {
        var experiment = Spec.Bind($$"""
            {'model':{'kind':'linear-attention','keyQuery':'{{keyQuery}}','heads':{{heads}},'rank':{{rank}} },'init':{'kind':'{{init}}','scale':0.3},
             'task':{'kind':'in-context-regression'},'optimizer':{'kind':'gd'},'steps':1,'measure':{'observables':['loss']} }
            """);
        double[][] weights = experiment.Init.Create(experiment.Model, experiment.Task.Shape, RandomStream.For("test/heads"));
        Assert.All(weights[^1], value => Assert.Equal(0.3, value));
        foreach (double[] rows in weights.SkipLast(1))
            foreach (double[] row in rows.Chunk(rows.Length / (heads * rank))) Assert.Equal(0.09 / rank, row.Sum(value => value * value), 1e-15);
        if (init == "aligned-heads") return;
        Assert.NotEqual(weights[0][0], weights[0][^1]);
        double[][] again = (experiment with { Model = (LinearAttentionModel)experiment.Model with { Heads = heads + 1 } }) is var more
            ? more.Init.Create(more.Model, more.Task.Shape, RandomStream.For("test/heads")) : [];
        Assert.Equal(weights[0], again[0][..weights[0].Length]); // a further head leaves the others' draws alone
    }

    [Fact]
    public void AlignedHeads_MoreThanModes_AreRefused() => Assert.Contains("must be at most the task's dimension, 4", Assert.Single(Spec.Problems("""
        {'model':{'kind':'linear-attention','heads':5},'init':{'kind':'aligned-heads'},'task':{'kind':'in-context-regression'},'optimizer':{'kind':'gd'},'steps':1,'measure':{'observables':['loss']} }
        """)).ToString());
}
