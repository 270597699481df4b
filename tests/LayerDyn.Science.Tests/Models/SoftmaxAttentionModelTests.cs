using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Tests.Observables;
using LayerDyn.Science.Training;
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
    [InlineData("softmax-attention", "'sequences':5,'prompts':true,'testContext':1400", "task.testContext", "must be at most 1341 with prompts of dimension 4")]
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

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    [InlineData(40)]
    public void TestContext_OfPrompts_IsTheLengthOfTheTestAlone(int? pairs)
    {
        var trained = new InContextRegressionTask { Dimension = D, Context = N, Sequences = 30, Prompts = true };
        var task = trained with { TestContext = pairs };
        int length = (pairs ?? N) * (D + 1) + D;
        Assert.Equal(((int?)length, N * (D + 1) + D), (task.Shape.TestInputs, task.Shape.Inputs));
        var (expected, data) = (trained.Create(3), task.Create(3));
        Assert.Equal(expected.Train.X.Data, data.Train.X.Data);
        Assert.Equal(length, data.Test!.X.Columns);
        Assert.Equal(expected.Test!.Y.Data, data.Test.Y.Data); // the same teachers and queries
        for (int n = 0; n < 50; n++)
        {
            int shared = Math.Min(N, pairs ?? N) * (D + 1);
            Assert.Equal(expected.Test.X.Row(n)[..shared].ToArray(), data.Test.X.Row(n)[..shared].ToArray());
            Assert.Equal(expected.Test.X.Row(n)[^D..].ToArray(), data.Test.X.Row(n)[^D..].ToArray());
        }
    }

    [Fact]
    public void TestLoss_AtAnotherContextLength_IsThatOfTheAttentionOverPromptsOfThatLength()
    {
        const int Pairs = 12;
        int looked = 0;
        var records = Spec.Train(Net("separate", 1, Pairs) with { Observables = [new LossObservable(), new SnapshotProbe(Look)] })[0].Records;
        Assert.Equal(2, looked);
        Assert.Equal(["loss", "test-loss", "probe"], records.Columns);

        void Look(ISnapshot snapshot)
        {
            double[][] weights = [.. snapshot.Parameters.Select(parameter => parameter.Data)];
            var (test, maps) = (snapshot.Data.Test!, Maps(snapshot.Experiment, weights, 1));
            double loss = 0;
            for (int n = 0; n < test.Count; n++)
            {
                double error = Attention(test.X.Row(n), maps, weights[^1], new double[D], new double[D]) - test.Y[n, 0];
                loss += error * error / (2.0 * test.Count);
            }

            Assert.Equal(Pairs * (D + 1) + D, test.X.Columns);
            Assert.Equal(loss, snapshot.TestLoss, 1e-12);
            looked++;
        }
    }

    /// <summary>Of outputs that are linear attention's the mode strengths are those of its M, at any context length; of others the nearest M's.</summary>
    [Theory]
    [InlineData(N)]
    [InlineData(20)]
    public void ModeStrength_OnPrompts_IsThatOfTheNearestLinearAttention(int pairs)
    {
        var experiment = Net("merged", 1, pairs);
        var task = (InContextRegressionTask)experiment.Task;
        var data = task.Create(0);
        var products = task.Products(data.Test!.X);
        double[] map = [.. Enumerable.Range(0, D * D).Select(i => RandomStream.For("test/nearest").Normal(i))];
        var outputs = new Matrix(products.Rows, 1);
        for (int n = 0; n < products.Rows; n++)
            for (int i = 0; i < map.Length; i++) outputs[n, 0] += map[i] * products[n, i];
        double[] found = Strengths();
        for (int mode = 0; mode < D; mode++)
        {
            double best = 1 / ((1 + 1.0 / pairs) * task.Eigenvalues[mode] + task.Eigenvalues.Sum() / pairs);
            Assert.Equal(map[mode * (D + 1)] / best, found[mode], 1e-12);
        }

        // The targets themselves: 1, but for the sampling error of what no M explains.
        for (int n = 0; n < products.Rows; n++) outputs[n, 0] = data.Test.Y[n, 0];
        Assert.All(Strengths(), strength => Assert.Equal(1, strength, 0.1));

        double[] Strengths()
        {
            double[] values = new double[D];
            new IclModeStrengthObservable().Measure(new Told(experiment, data, outputs), values);
            return values;
        }
    }

    [Fact]
    public void ModeStrength_OfTrainedSoftmax_RisesFromNearZeroWithTheLargestModeFirst()
    {
        var records = Spec.Train(Spec.Bind("""
            {'model':{'kind':'softmax-attention','heads':2},'init':{'kind':'balanced-heads','scale':0.2},
             'task':{'kind':'in-context-regression','dimension':2,'context':8,'eigenvalues':[1,0.4],'sequences':200,'prompts':true},
             'optimizer':{'kind':'gd','learningRate':1},'steps':400,'measure':{'at':{'every':50},'observables':['icl-mode-strength'] } }
            """))[0].Records;
        Assert.Equal(["icl-mode-strength.1", "icl-mode-strength.2"], records.Columns);
        int last = records.Rows - 1;
        for (int mode = 0; mode < 2; mode++)
        {
            Assert.InRange(records[0, mode], -0.05, 0.05);
            Assert.InRange(records[last, mode], 0.25, 1); // of 200 short prompts, with softmax: below linear attention's best on all of them
        }

        int Half(int mode) => Enumerable.Range(0, records.Rows).First(row => records[row, mode] > records[last, mode] / 2);
        Assert.True(Half(0) < Half(1), $"{Half(0)} and {Half(1)}");
    }

    private static Experiment Net(string keyQuery, int rank, int? testContext = null) => Spec.Bind($$"""
        {'model':{'kind':'softmax-attention','keyQuery':'{{keyQuery}}','heads':{{Heads}},'rank':{{rank}} },'init':{'kind':'normal','std':0.7},
         'task':{'kind':'in-context-regression','dimension':{{D}},'context':{{N}},'eigenvalues':[1,0.7,1.5],'sequences':20,'prompts':true{{(testContext is { } pairs ? $",'testContext':{pairs}" : "")}} },
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
        int pairs = prompt.Length / (D + 1);
        double output = 0;
        for (int h = 0; h < Heads; h++)
        {
            double total = 0, sum = 0;
            for (int i = 0; i <= pairs; i++)
            {
                double y = i < pairs ? prompt[i * (D + 1) + D] : 0, score = 0, read = v[h] * y;
                for (int a = 0; a < D; a++)
                {
                    score += y * key[a] * prompt[pairs * (D + 1) + a];
                    read += value[a] * prompt[i * (D + 1) + a];
                    for (int b = 0; b < D; b++) score += prompt[i * (D + 1) + a] * maps[h][a, b] * prompt[pairs * (D + 1) + b];
                }

                total += Math.Exp(score);
                sum += Math.Exp(score) * read;
            }

            output += sum / total;
        }

        return output;
    }

    /// <summary>A net of which nothing is known but its outputs.</summary>
    private sealed class Told(Experiment experiment, TaskData data, Matrix outputs) : NetSnapshot(experiment, data, 0, [])
    {
        public override IReadOnlyList<Matrix> InitialParameters => throw new NotSupportedException();

        public override Matrix Jacobian(Matrix inputs) => throw new NotSupportedException();

        public override Matrix InitialJacobian(Matrix inputs) => throw new NotSupportedException();

        protected override IReadOnlyList<Matrix> ReadParameters() => throw new NotSupportedException();

        protected override IReadOnlyList<Matrix> ComputeGradients() => throw new NotSupportedException();

        protected override Matrix Evaluate(Dataset set, bool features) => outputs;
    }
}
