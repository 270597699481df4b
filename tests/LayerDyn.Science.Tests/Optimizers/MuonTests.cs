using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tests.Training;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Tests.Optimizers;

public sealed class MuonTests
{
    private const double Rate = 0.02, AdamRate = 0.003, Decay = 0.1;

    private static Experiment Net(string model, string optimizer) => Spec.Bind($$"""
        {'model':{{model}},'init':{'kind':'normal','std':1,'fanIn':true},'task':{'kind':'teacher-student','inputs':6,'outputs':3,'singularValues':[2,1],'samples':40},
         'optimizer':{'kind':'muon'{{optimizer}} },'steps':60,'measure':{'at':{'every':20},'observables':['loss','weight-norm']} }
        """);

    private const string Perceptron = "{'kind':'mlp','widths':[6,9,7,3],'activation':'tanh'}";

    [Theory]
    [InlineData(4, 7, true, 0)]
    [InlineData(7, 4, true, Decay)]
    [InlineData(5, 5, false, Decay)]
    public void Trajectory_OfAMatrixAndABias_IsThePublishedOneBySingularValues(int rows, int columns, bool nesterov, double decay)
    {
        torch.set_num_threads(1);
        using var scope = torch.NewDisposeScope();
        var optimizer = new Muon { LearningRate = Rate, AdamLearningRate = AdamRate, Nesterov = nesterov, WeightDecay = decay, Matrices = MuonMatrices.All, Momentum = 0.8 };
        var rule = optimizer.CreateRule([new("W", [rows, columns], ParameterRole.Weight), new("b", [rows], ParameterRole.Bias)]);
        var aside = new AdamW { Betas = optimizer.Betas, Eps = optimizer.Eps, WeightDecay = decay }.CreateRule();
        Matrix weight = Normal(rows, columns, 0), average = new(rows, columns);
        torch.Tensor w = Tensor(weight), b = torch.ones(rows, torch.ScalarType.Float64), same = b.clone();
        for (int step = 0; step < 4; step++)
        {
            var gradient = Normal(rows, columns, step + 1);
            rule.Step([w, b], [Tensor(gradient), b.sin()], step, Rate * 0.5); // a schedule at half
            aside.Step([same], [same.sin()], step, AdamRate * 0.5);
            var direction = new Matrix(rows, columns);
            for (int i = 0; i < average.Data.Length; i++)
            {
                average.Data[i] = 0.8 * average.Data[i] + 0.2 * gradient.Data[i];
                direction.Data[i] = nesterov ? 0.2 * gradient.Data[i] + 0.8 * average.Data[i] : average.Data[i];
            }

            var (u, s, vt) = LinearAlgebra.Svd(direction);
            double norm = LinearAlgebra.Norm(direction) + 1e-7;
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                {
                    double orthogonal = Enumerable.Range(0, s.Length).Sum(k => u[i, k] * Newton(s[k] / norm) * vt[k, j]);
                    weight[i, j] = weight[i, j] * (1 - Rate * 0.5 * decay) - Rate * 0.5 * Math.Sqrt(Math.Max(1, (double)rows / columns)) * orthogonal;
                }

            var trained = TorchTensors.ToMatrix(w);
            for (int i = 0; i < weight.Data.Length; i++) Assert.Equal(weight.Data[i], trained.Data[i], 1e-12);
            Assert.Equal(TorchTensors.ToMatrix(same).Data, TorchTensors.ToMatrix(b).Data);
        }

        static double Newton(double s)
        {
            for (int i = 0; i < 5; i++) s = 3.4445 * s - 4.7750 * s * s * s + 2.0315 * s * s * s * s * s;
            return s;
        }
    }

    [Fact]
    public void Orthogonalised_AnyMatrix_HasSingularValuesNearOne()
    {
        using var scope = torch.NewDisposeScope();
        double[] values = LinearAlgebra.SingularValues(TorchTensors.ToMatrix(MuonRule.Orthogonalised(Tensor(Normal(12, 20, 3)), 5)));
        Assert.All(values, value => Assert.InRange(value, 0.65, 1.25));
    }

    [Theory]
    [InlineData(Perceptron, ",'learningRate':0.02,'weightDecay':0.1,'adamLearningRate':0.01")]
    [InlineData("{'kind':'deep-linear','widths':[6,5,3]}", ",'learningRate':0.02,'matrices':'all'")]
    public void Train_Resumed_LearnsAndHasTheSameBytes(string model, string optimizer)
    {
        var experiment = Net(model, optimizer);
        Assert.IsType<TorchTrainer>(Trainer.For(experiment, Science.Devices.DeviceInfo.Cpu));
        var whole = Spec.Train(experiment)[0];
        Outcomes.AssertSameBytes(whole, Outcomes.ResumedAt(33, experiment));
        Assert.True(whole.Records[whole.Records.Rows - 1, 0] < 0.5 * whole.Records[0, 0]);
    }

    [Fact]
    public void Matrices_OfAModelWithoutAny_AreRefusedWithTheRemedy()
    {
        string Spec(string model, string more) => $$"""
            {'model':{{model}},'init':{'kind':'constant','value':0.1},'task':{'kind':'linear-teacher','coefficients':[1,1]},
             'optimizer':{'kind':'muon'{{more}} },'steps':1,'measure':{'at':{'every':1},'observables':['loss']} }
            """;
        var hidden = Assert.Single(Tests.Spec.Problems(Spec("{'kind':'mlp','widths':[2,4,1],'activation':'relu'}", "")));
        Assert.Equal("optimizer.matrices", hidden.Path);
        Assert.Contains("matrices: all", hidden.ToString(), StringComparison.Ordinal);
        Assert.Empty(Tests.Spec.Problems(Spec("{'kind':'mlp','widths':[2,4,1],'activation':'relu'}", ",'matrices':'all'")));
        Assert.Empty(Tests.Spec.Problems(Spec("{'kind':'mlp','widths':[2,4,4,1],'activation':'relu'}", "")));
        Assert.Contains("kind: adamw", Assert.Single(Tests.Spec.Problems(Spec("{'kind':'diagonal-linear'}", ",'matrices':'all'"))).ToString(), StringComparison.Ordinal);
        Assert.Equal("optimizer.momentum", Assert.Single(Tests.Spec.Problems(Spec("{'kind':'mlp','widths':[2,4,4,1],'activation':'relu'}", ",'momentum':1"))).Path);
    }

    private static torch.Tensor Tensor(Matrix matrix) => TorchTensors.Create(matrix, DType.Float64, torch.CPU);

    private static Matrix Normal(int rows, int columns, int seed)
    {
        var matrix = new Matrix(rows, columns);
        RandomStream.For($"muon/{seed}").FillNormal(matrix.Data);
        return matrix;
    }
}
