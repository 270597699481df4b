using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Attention;

namespace LayerDyn.Science.Tests.Training.Attention;

public sealed class AttentionTrainerTests
{
    private static Experiment Net(
        string model = "'heads':4", string task = "'dimension':4", string optimizer = "'kind':'gd','learningRate':1", string init = "'kind':'normal','std':0.5",
        long steps = 300, string observables = "'loss','icl-mode-strength'", int seed = 0, string more = "") => Spec.Bind($$"""
        {'model':{'kind':'linear-attention',{{model}} },'init':{ {{init}} },'task':{'kind':'in-context-regression',{{task}} },'seed':{{seed}},
         'optimizer':{ {{optimizer}} },'steps':{{steps}},{{more}}'measure':{'at':{'every':100},'observables':[{{observables}}]} }
        """);

    /// <summary>Gradient descent by plain loops over the sequences, or over the samples that stand for them: G = dL/dM, dv = -tr(K G Q^T), dK = -v Q G^T, dQ = -v K G.</summary>
    private static double[][] Replay(Experiment experiment)
    {
        var model = (LinearAttentionModel)experiment.Model;
        var train = experiment.Task.Create(experiment.Seed).Train;
        int d = experiment.Task.Shape.ContextDimension, rows = model.Heads * model.Rank;
        double[][] weights = experiment.Init.Create(model, experiment.Task.Shape, RandomStream.ForWeights(experiment));
        double factor = experiment.Loss == LossKind.MseMean ? 2 : 1;
        for (long step = 0; step < experiment.Steps; step++)
        {
            var (k, q, v) = (weights[0], weights[1], weights[2]);
            double[,] m = new double[d, d], g = new double[d, d];
            for (int row = 0; row < rows; row++)
                for (int i = 0; i < d; i++)
                    for (int j = 0; j < d; j++) m[i, j] += v[row / model.Rank] * k[row * d + i] * q[row * d + j];
            for (int n = 0; n < train.Count; n++)
            {
                double error = -train.Y[n, 0];
                for (int i = 0; i < d * d; i++) error += m[i / d, i % d] * train.X[n, i];
                for (int i = 0; i < d * d; i++) g[i / d, i % d] += factor * error * train.X[n, i] / train.Count;
            }

            double rate = experiment.Optimizer.LearningRate * experiment.Optimizer.Schedule.Factor(step, experiment.Steps);
            double[] newK = [.. k], newQ = [.. q], newV = [.. v];
            for (int row = 0; row < rows; row++)
                for (int i = 0; i < d; i++)
                    for (int j = 0; j < d; j++)
                    {
                        newK[row * d + i] -= rate * v[row / model.Rank] * g[i, j] * q[row * d + j];
                        newQ[row * d + j] -= rate * v[row / model.Rank] * k[row * d + i] * g[i, j];
                        newV[row / model.Rank] -= rate * k[row * d + i] * g[i, j] * q[row * d + j];
                    }

            weights = [newK, newQ, newV];
        }

        return weights;
    }

    private static double[][] Weights(TrainingOutcome outcome) => [.. outcome.FinalWeights!.Values.Select(tensor => MemoryMarshal.Cast<byte, double>(tensor.Data).ToArray())];

    private static void AssertClose(double[][] expected, double[][] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int p = 0; p < expected.Length; p++)
        {
            Assert.Equal(expected[p].Length, actual[p].Length);
            for (int i = 0; i < expected[p].Length; i++) Assert.Equal(expected[p][i], actual[p][i], tolerance);
        }
    }

    [Theory]
    [InlineData("'heads':4", "'dimension':4", "")]
    [InlineData("'heads':3,'rank':2", "'dimension':4,'spectrum':'white'", "")]
    [InlineData("'heads':1,'rank':3", "'dimension':3,'context':5,'eigenvalues':[0.2,0.7,0.4]", "'loss':'mse-mean',")]
    [InlineData("'heads':2", "'dimension':3,'sequences':40", "")]
    [InlineData("'heads':2", "'dimension':1", "")]
    public void Train_AnyShape_ReproducesThePlainAlgorithm(string model, string task, string more)
    {
        var experiment = Net(model, task, "'kind':'gd','learningRate':0.2", more: more);
        var outcome = Spec.Train(experiment)[0];
        AssertClose(Replay(experiment), Weights(outcome), 1e-11);
        Assert.NotEqual(outcome.Records[0, 0], outcome.Records[outcome.Records.Rows - 1, 0], 1e-2); // something happened
    }

    [Fact]
    public void Train_Scheduled_ReproducesThePlainAlgorithm()
    {
        var experiment = Net(optimizer: "'kind':'gd','learningRate':1,'schedule':{'kind':'cosine'}");
        AssertClose(Replay(experiment), Weights(Spec.Train(experiment)[0]), 1e-11);
    }

    [Theory]
    [InlineData("'keyQuery':'merged','heads':3", "'dimension':3")]
    [InlineData("'heads':3,'rank':2", "'dimension':3")]
    [InlineData("'heads':3,'rank':2", "'dimension':3,'sequences':30,'testContext':9")]
    public void Train_TorchTrainer_Agrees(string model, string task)
    {
        string observables = task.Contains("sequences", StringComparison.Ordinal) || model.Contains("merged", StringComparison.Ordinal)
            ? "'loss','gradient-norm','icl-mode-strength','imbalance-drift'" : "'loss','gradient-norm','icl-mode-strength','imbalance-drift','ntk-distance','feature-rank'";
        var outcomes = Spec.Train([.. new[] { "gd", "sgd" }.Select(optimizer =>
            Net(model, task, $"'kind':'{optimizer}','learningRate':0.5", "'kind':'normal','std':0.6", 200, observables))]);
        for (int r = 0; r < outcomes[0].Records.Rows; r++)
            for (int c = 0; c < outcomes[0].Records.Columns.Count; c++) Assert.Equal(outcomes[1].Records[r, c], outcomes[0].Records[r, c], 1e-10);
        AssertClose(Weights(outcomes[1]), Weights(outcomes[0]), 1e-10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public void Rate_AnyState_IsMinusTheDifferenceOfLosses(int sequences)
    {
        var form = new AttentionForm(3, 3, 2);
        var moments = new InContextRegressionTask { Dimension = 3, Context = 6, Eigenvalues = [0.9, 0.5, 0.2], Sequences = sequences }.Create(0).Moments;
        double[] state = new double[form.Weights], rate = new double[form.Weights];
        RandomStream.For("test/rate").FillNormal(state);
        new AttentionRate(form, moments, 0.7).Rate(state, rate);
        double size = rate.Max(Math.Abs);
        for (int i = 0; i < state.Length; i++)
            Assert.Equal(-(Loss(i, 0.25) - Loss(i, -0.25)) / 0.5 / size, rate[i] / size, 1e-13);

        // Quadratic in each single weight, so that the difference is exact but for rounding.
        double Loss(int place, double move)
        {
            double[] moved = [.. state];
            moved[place] += move;
            return 0.7 * moments.Loss(form.Map(form.Parameters(moved)));
        }
    }

    [Fact]
    public void Train_PointsTogether_SameBytesAsAlone()
    {
        Experiment[] points = [.. Enumerable.Range(0, 11).Select(i => Net(init: $"'kind':'normal','std':0.{i + 1:00}", seed: i % 3)),
            .. Enumerable.Range(0, 9).Select(i => Net("'heads':3,'rank':2", "'dimension':3,'sequences':40", seed: i)),
            .. Enumerable.Range(0, 5).Select(i => Net("'keyQuery':'merged'", seed: i)),
            .. Enumerable.Range(0, 3).Select(i => Net(optimizer: "'kind':'gradient-flow'", seed: i))];
        var together = Spec.Train(points);
        for (int i = 0; i < points.Length; i++) Outcomes.AssertSameBytes(Spec.Train(points[i])[0], together[i]);
    }

    [Theory]
    [InlineData("'heads':4", "'kind':'gd','learningRate':1")]
    [InlineData("'heads':3,'rank':2", "'kind':'gd','learningRate':1,'schedule':{'kind':'cosine'}")]
    [InlineData("'heads':4", "'kind':'gradient-flow','learningRate':1")]
    [InlineData("'keyQuery':'merged'", "'kind':'gd','learningRate':0.1")]
    [InlineData("'keyQuery':'merged'", "'kind':'gradient-flow','learningRate':0.1")]
    public void Train_Resumed_SameBytesAsUndisturbed(string model, string optimizer)
    {
        // Observables that keep something from step 0 must find it again.
        var experiment = Net(model, optimizer: optimizer, steps: 450, observables: "'loss','imbalance-drift','ntk-distance'");
        Outcomes.AssertSameBytes(Spec.Train(experiment)[0], Outcomes.ResumedAt(200, experiment, experiment with { Seed = 7 }));
    }

    [Fact]
    public void Train_TooLargeStep_DivergesAtTheSameStepInAnyCompany()
    {
        var wild = Net(optimizer: "'kind':'gd','learningRate':300");
        var calm = Net();
        var alone = Spec.Train(wild)[0];
        var together = Spec.Train(calm, wild, calm);
        Assert.Equal(OutcomeStatus.Diverged, alone.Status);
        Assert.True(alone.LastStep < 300);
        Outcomes.AssertSameBytes(alone, together[1]);
        Outcomes.AssertSameBytes(Spec.Train(calm)[0], together[0]);
    }

    [Theory]
    [InlineData("gd")]
    [InlineData("gradient-flow")]
    public void Train_Cancelled_Throws(string optimizer)
    {
        using var source = new CancellationTokenSource();
        var experiment = Net(optimizer: $"'kind':'{optimizer}'", steps: 1_000_000);
        Assert.Throws<OperationCanceledException>(() => Trainer.Run([new TrainingPoint(0, experiment)], new TrainingRun
        {
            Complete = _ => { },
            Progress = (_, _) => source.Cancel(),
            CancellationToken = source.Token,
        }));
    }

    [Fact]
    public void Jacobian_OfTheForm_IsTheDifferenceOfOutputs()
    {
        var form = new AttentionForm(3, 2, 2);
        double[] state = new double[form.Weights];
        RandomStream.For("test/jacobian").FillNormal(state);
        var inputs = new Matrix(4, 9);
        RandomStream.For("test/inputs").FillNormal(inputs.Data);
        var jacobian = form.Jacobian(form.Parameters(state), inputs);
        for (int i = 0; i < state.Length; i++)
        {
            Matrix up = Outputs(i, 1e-5), down = Outputs(i, -1e-5);
            for (int n = 0; n < 4; n++) Assert.Equal((up[n, 0] - down[n, 0]) / 2e-5, jacobian[n, i], 1e-8);
        }

        Matrix Outputs(int place, double move)
        {
            double[] moved = [.. state];
            moved[place] += move;
            return LinearAlgebra.MultiplyTransposed(inputs, form.Map(form.Parameters(moved)));
        }
    }

    [Fact]
    public void ModeStrength_OfTheBestNet_IsOneForEveryMode()
    {
        var records = Spec.Train(Net(optimizer: "'kind':'gradient-flow','learningRate':100", init: "'kind':'aligned-heads','scale':0.5", steps: 500))[0].Records;
        Assert.Equal(["loss", "icl-mode-strength.1", "icl-mode-strength.2", "icl-mode-strength.3", "icl-mode-strength.4"], records.Columns);
        for (int mode = 1; mode <= 4; mode++)
        {
            // v^3 at the start over lambda / gamma = 1 / ((1 + 1/N) lambda + 1/N).
            double lambda = (5 - mode) / 10.0;
            Assert.Equal(0.125 * ((1 + 1 / 31.0) * lambda + 1 / 31.0), records[0, mode], 1e-14);
            Assert.Equal(1, records[records.Rows - 1, mode], 1e-9);
        }
    }
}
