using System.Numerics;
using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Tests.Training.Linear;

public sealed class LinearTrainerTests
{
    private static Experiment HeatMap(double lambda = 1, double scale = 2, long steps = 4000, string more = "") => Spec.Bind(FormattableString.Invariant($$"""
        {'model':{'kind':'deep-linear','widths':[2,2,2]},'init':{'kind':'lambda-balanced','lambda':{{lambda}},'scale':{{scale}} },
         'task':{'kind':'gaussian-regression','samples':10,'whiten':true,'targetDivisor':{{scale}} },
         'optimizer':{'kind':'gd','learningRate':0.01},'steps':{{steps}}{{more}},
         'measure':{'at':{'logPerDecade':10},'observables':['loss','kernel-distance','layer-imbalance']} }
        """));

    private static Experiment Deep(string widths, string task = "'whiten':false", string optimizer = "'learningRate':0.02", int seed = 0, long steps = 300, string loss = "mse") => Spec.Bind($$"""
        {'model':{'kind':'deep-linear','widths':[{{widths}}]},'init':{'kind':'normal','std':0.4},
         'task':{'kind':'gaussian-regression','samples':12,{{task}} },'loss':'{{loss}}','seed':{{seed}},
         'optimizer':{'kind':'gd',{{optimizer}} },'steps':{{steps}},'measure':{'at':{'every':100},'observables':['loss']} }
        """);

    private static Experiment Diagonal(int depth, bool whiten, int seed = 0, string optimizer = "'learningRate':0.02") => Spec.Bind($$"""
        {'model':{'kind':'diagonal-linear','depth':{{depth}} },'init':{'kind':'normal','std':0.7},
         'task':{'kind':'gaussian-regression','samples':12,'inputs':5,'outputs':1,'whiten':{{(whiten ? "true" : "false")}} },'seed':{{seed}},
         'optimizer':{'kind':'gd',{{optimizer}} },'steps':300,'measure':{'at':{'every':100},'observables':['loss']} }
        """);

    private static Matrix[] Weights(TrainingOutcome outcome) =>
        [.. outcome.FinalWeights!.Values.Select(tensor => new Matrix((int)(tensor.Dimensions.Count == 1 ? 1 : tensor.Dimensions[0]),
            (int)tensor.Dimensions[^1], MemoryMarshal.Cast<byte, double>(tensor.Data).ToArray()))];

    /// <summary>The published algorithm, on samples and with plain loops: W_l -= lr (above)^T (f(X) - Y) (below X)^T / n.</summary>
    private static Matrix[] Replay(Experiment experiment, bool diagonal = false)
    {
        var optimizer = (GradientDescent)experiment.Optimizer;
        var data = experiment.Task.Create(experiment.Seed).Train;
        var (x, y) = (LinearAlgebra.Transpose(data.X), LinearAlgebra.Transpose(data.Y));
        var shape = experiment.Task.Shape;
        var form = experiment.Model.Layerwise(shape)!;
        var weights = experiment.Init.Create(experiment.Model, shape, RandomStream.ForWeights(experiment))
            .Select((values, l) => diagonal ? Diag(values) : new Matrix(form.Widths[l + 1], form.Widths[l], values)).ToArray();
        var velocity = weights.Select(w => new Matrix(w.Rows, w.Columns)).ToArray();
        var ones = new Matrix(1, shape.Inputs);
        Array.Fill(ones.Data, 1);
        double factor = experiment.Loss == LossKind.MseMean ? 2.0 / shape.Outputs : 1;
        for (long step = 0; step < experiment.Steps; step++)
        {
            var below = new Matrix[weights.Length + 1];
            below[0] = x;
            for (int l = 0; l < weights.Length; l++) below[l + 1] = LinearAlgebra.Multiply(weights[l], below[l]);
            var output = diagonal ? LinearAlgebra.Multiply(ones, below[^1]) : below[^1];
            var error = LinearAlgebra.Subtract(output, y);
            if (diagonal) error = LinearAlgebra.TransposedMultiply(ones, error);
            var gradients = new Matrix[weights.Length];
            for (int l = weights.Length - 1; l >= 0; l--)
            {
                gradients[l] = LinearAlgebra.MultiplyTransposed(error, below[l]);
                error = LinearAlgebra.TransposedMultiply(weights[l], error);
            }

            double rate = optimizer.LearningRate * optimizer.Schedule.Factor(step, experiment.Steps);
            for (int l = 0; l < weights.Length; l++)
                for (int i = 0; i < weights[l].Data.Length; i++)
                {
                    if (diagonal && i % (shape.Inputs + 1) != 0) continue;
                    velocity[l].Data[i] = optimizer.Momentum * velocity[l].Data[i] + factor * gradients[l].Data[i] / data.Count + optimizer.WeightDecay * weights[l].Data[i];
                    weights[l].Data[i] -= rate * velocity[l].Data[i];
                }
        }

        return diagonal ? [.. weights.Select(w => new Matrix(1, w.Rows, [.. Enumerable.Range(0, w.Rows).Select(i => w[i, i])]))] : weights;
    }

    private static Matrix Diag(double[] values)
    {
        var matrix = new Matrix(values.Length, values.Length);
        for (int i = 0; i < values.Length; i++) matrix[i, i] = values[i];
        return matrix;
    }

    private static void AssertClose(Matrix[] expected, Matrix[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int l = 0; l < expected.Length; l++)
            Assert.True(LinearAlgebra.Norm(LinearAlgebra.Subtract(expected[l], actual[l])) <= relative * LinearAlgebra.Norm(expected[l]),
                $"layer {l + 1}: {LinearAlgebra.Norm(LinearAlgebra.Subtract(expected[l], actual[l]))}");
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(-4, 1)]
    [InlineData(0, 20)]
    public void Train_HeatMapPoint_ReproducesThePublishedAlgorithm(double lambda, double scale)
    {
        var experiment = HeatMap(lambda, scale);
        AssertClose(Replay(experiment), Weights(Spec.Train(experiment)[0]), 1e-9);
    }

    [Theory]
    [InlineData("3,2")]
    [InlineData("2,3")]
    [InlineData("20,20,2")]
    [InlineData("2,7,5")]
    [InlineData("5,4,3,2")]
    [InlineData("2,3,4,6,5")]
    [InlineData("4,9,4")]
    public void Train_AnyWidths_ReproducesThePublishedAlgorithm(string widths)
    {
        foreach (string task in new[] { "'whiten':false", "'whiten':true" })
        {
            if (widths.StartsWith("20", StringComparison.Ordinal) && task.EndsWith("true", StringComparison.Ordinal)) continue;
            var experiment = Deep(widths, task);
            AssertClose(Replay(experiment), Weights(Spec.Train(experiment)[0]), 1e-9);
        }
    }

    [Theory]
    [InlineData("'learningRate':0.01,'momentum':0.9", "mse")]
    [InlineData("'learningRate':0.01", "mse-mean")]
    [InlineData("'learningRate':0.01,'momentum':0.5", "mse-mean")]
    [InlineData("'learningRate':0.01,'weightDecay':0.3", "mse")]
    [InlineData("'learningRate':0.01,'weightDecay':0.3,'momentum':0.5", "mse-mean")]
    public void Train_MomentumAndLoss_ReproducesThePlainAlgorithm(string optimizer, string loss)
    {
        foreach (string widths in new[] { "4,3,2", "2,3,4" })
        {
            var experiment = Deep(widths, optimizer: optimizer, loss: loss);
            AssertClose(Replay(experiment), Weights(Spec.Train(experiment)[0]), 1e-9);
        }
    }

    [Theory]
    [InlineData(1, true, "'learningRate':0.02")]
    [InlineData(2, true, "'learningRate':0.02")]
    [InlineData(2, false, "'learningRate':0.02")]
    [InlineData(2, true, "'learningRate':0.02,'momentum':0.5")]
    [InlineData(3, true, "'learningRate':0.02")]
    [InlineData(4, false, "'learningRate':0.02,'momentum':0.5")]
    [InlineData(2, true, "'learningRate':0.02,'weightDecay':0.2")]
    [InlineData(3, false, "'learningRate':0.02,'weightDecay':0.2,'momentum':0.5")]
    public void Train_Diagonal_ReproducesThePlainAlgorithm(int depth, bool whiten, string optimizer)
    {
        var experiment = Diagonal(depth, whiten, optimizer: optimizer);
        AssertClose(Replay(experiment, diagonal: true), Weights(Spec.Train(experiment)[0]), 1e-9);
    }

    [Theory]
    [InlineData(0.9, 0)]
    [InlineData(0.5, 0.3)]
    [InlineData(0.98, 0.1)]
    public void Train_MomentumOnOneLayer_IsTheClosedSolutionOfItsRecursion(double momentum, double decay)
    {
        // e = theta - theta_end: e' = (1 + mu - eta r) e - mu e_before, r = E[x^2] + gamma, hence A z1^step + B z2^step.
        const double Rate = 0.1, Variance = 2, Target = 1.5, Start = 0.25;
        var experiment = Spec.Bind(FormattableString.Invariant($$"""
            {'model':{'kind':'diagonal-linear','depth':1},'init':{'kind':'constant','value':{{Start}} },
             'task':{'kind':'linear-teacher','coefficients':[{{Target}}],'variances':[{{Variance}}],'samples':3},
             'optimizer':{'kind':'gd','learningRate':{{Rate}},'momentum':{{momentum}},'weightDecay':{{decay}} },
             'steps':200,'measure':{'at':{'every':1},'observables':['mode-strength']} }
            """));
        var records = Spec.Train(experiment)[0].Records;
        double r = Variance + decay, end = Target * Variance / r, trace = 1 + momentum - Rate * r, first = Start - end;
        Complex root = Complex.Sqrt(trace * trace - 4 * momentum), z1 = (trace + root) / 2, z2 = (trace - root) / 2;
        Complex b = first * (1 - Rate * r - z1) / (z2 - z1), a = first - b;
        for (int row = 0; row < records.Rows; row++)
            Assert.Equal(end + (a * Complex.Pow(z1, row) + b * Complex.Pow(z2, row)).Real, records[row, 0], 1e-12);
    }

    [Fact]
    public void Train_PointsTogether_SameBytesAsAlone()
    {
        Experiment[] points = [.. Enumerable.Range(0, 11).Select(i => HeatMap(i - 5, 1 + i, 500)),
            .. Enumerable.Range(0, 9).Select(i => Deep("20,20,2", seed: i / 5, steps: 200)),
            .. Enumerable.Range(0, 9).Select(i => Diagonal(2, true, i, $"'learningRate':0.02,'weightDecay':0.0{i}")),
            .. Enumerable.Range(0, 9).Select(i => Deep("4,3,2", seed: i, optimizer: $"'learningRate':0.02,'momentum':0.{i % 2},'weightDecay':0.0{i}")),
            .. Enumerable.Range(0, 3).Select(i => Diagonal(2, true, i)), .. Enumerable.Range(0, 3).Select(i => Diagonal(3, false, i))];
        var together = Spec.Train(points);
        for (int i = 0; i < points.Length; i++) Outcomes.AssertSameBytes(Spec.Train(points[i])[0], together[i]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",'momentum':0.9")]
    [InlineData(",'weightDecay':0.1")]
    public void Train_Resumed_SameBytesAsUndisturbed(string momentum)
    {
        var experiment = Deep("4,3,2", optimizer: "'learningRate':0.02" + momentum, steps: 450);
        var beside = Deep("4,3,2", seed: 7, optimizer: "'learningRate':0.02" + momentum, steps: 450);
        Outcomes.AssertSameBytes(Spec.Train(experiment)[0], Outcomes.ResumedAt(200, experiment, beside));
    }

    [Fact]
    public void Train_TooLargeStep_DivergesAtTheSameStepInAnyCompany()
    {
        var wild = Deep("4,3,2", optimizer: "'learningRate':30", steps: 450);
        var calm = Deep("4,3,2", steps: 450);
        var alone = Spec.Train(wild)[0];
        var together = Spec.Train(calm, wild, calm);

        Assert.Equal(OutcomeStatus.Diverged, alone.Status);
        Assert.True(alone.LastStep < 450);
        for (int r = 0; r < alone.Records.Rows; r++) Assert.True(double.IsFinite(alone.Records[r, 0]));
        Outcomes.AssertSameBytes(alone, together[1]);
        Outcomes.AssertSameBytes(Spec.Train(calm)[0], together[0]);
    }

    [Fact]
    public void Train_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Trainer.Run([new TrainingPoint(0, HeatMap())],
            new TrainingRun { Complete = _ => { }, CancellationToken = source.Token }));
    }

    [Fact]
    public void Train_HeatMapPoint_RecordsLossKernelAndImbalance()
    {
        var records = Spec.Train(HeatMap(3, 2))[0].Records;
        Assert.Equal(["loss", "kernel-distance", "layer-imbalance"], records.Columns);
        Assert.Equal(0, records.Steps[0]);
        Assert.Equal(4000, records.Steps[^1]);
        Assert.Equal(3, records[0, 2], 1e-12);
        Assert.Equal(0, records[0, 1]);
        Assert.True(records[records.Rows - 1, 0] < records[0, 0]);
    }

    [Theory]
    [InlineData("{'kind':'deep-linear','widths':[4,3,2]}", "'inputs':4,'outputs':2", "'momentum':0.9")]
    [InlineData("{'kind':'deep-linear','widths':[2,6,5]}", "'inputs':2,'outputs':5", "'momentum':0")]
    [InlineData("{'kind':'diagonal-linear','depth':3}", "'inputs':4,'outputs':1", "'momentum':0.9")]
    [InlineData("{'kind':'diagonal-linear','depth':2}", "'inputs':4,'outputs':1", "'weightDecay':0.3")]
    [InlineData("{'kind':'deep-linear','widths':[4,3,2]}", "'inputs':4,'outputs':2", "'momentum':0.9,'weightDecay':0.3")]
    public void Train_TorchTrainer_Agrees(string model, string task, string momentum)
    {
        var outcomes = Spec.Train([.. new[] { "gd", "sgd" }.Select(optimizer => Spec.Bind($$"""
            {'model':{{model}},'init':{'kind':'normal','std':0.6},'weightsFrom':'seed','task':{'kind':'gaussian-regression','samples':12,{{task}} },
             'optimizer':{'kind':'{{optimizer}}','learningRate':0.02,{{momentum}} },'steps':200,'measure':{'at':{'every':50},'observables':['loss','gradient-norm']} }
            """))]);
        for (int r = 0; r < outcomes[0].Records.Rows; r++)
            for (int c = 0; c < 2; c++) Assert.Equal(outcomes[1].Records[r, c], outcomes[0].Records[r, c], 1e-10);
        AssertClose(Weights(outcomes[1]), Weights(outcomes[0]), 1e-10);
    }

    [Theory]
    [InlineData(LayerwiseKind.Dense, "3,4,2")]
    [InlineData(LayerwiseKind.Dense, "2,3")]
    [InlineData(LayerwiseKind.Diagonal, "3,3,3,3")]
    public void Jacobian_AnyForm_IsTheDifferenceOfOutputs(LayerwiseKind kind, string widths)
    {
        var form = new LayerwiseForm(kind, [.. widths.Split(',').Select(int.Parse)]);
        var weights = Enumerable.Range(0, form.Depth).Select(l => Gaussian(kind == LayerwiseKind.Dense ? form.Widths[l + 1] : 1, form.Widths[l], l)).ToArray();
        var x = Gaussian(5, form.Widths[0], 9);
        var jacobian = LayerwiseJacobian.Of(form, weights, x);
        int column = 0;
        foreach (var weight in weights)
            for (int i = 0; i < weight.Data.Length; i++, column++)
            {
                double old = weight.Data[i];
                var (up, down) = (At(weight, i, old + 1e-5), At(weight, i, old - 1e-5));
                weight.Data[i] = old;
                for (int row = 0; row < jacobian.Rows; row++)
                    Assert.Equal((up.Data[row] - down.Data[row]) / 2e-5, jacobian[row, column], 1e-7);
            }

        Assert.Equal(column, jacobian.Columns);

        Matrix At(Matrix weight, int i, double value)
        {
            weight.Data[i] = value;
            return LinearAlgebra.MultiplyTransposed(x, LayerwiseMap.Of(form, weights, form.Widths[0]));
        }
    }

    private static Matrix Gaussian(int rows, int columns, int seed)
    {
        var matrix = new Matrix(rows, columns);
        RandomStream.For($"test/{seed}").FillNormal(matrix.Data);
        return matrix;
    }
}
