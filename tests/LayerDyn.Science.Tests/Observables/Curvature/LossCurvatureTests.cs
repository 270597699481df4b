using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables.Curvature;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tests.Models;

namespace LayerDyn.Science.Tests.Observables.Curvature;

/// <summary>Hessian-vector products, column by column, against differences of plain losses and against Jacobians by differences.</summary>
public sealed class LossCurvatureTests
{
    private const string Regression = "{'kind':'gaussian-regression','samples':7,'inputs':3,'outputs':2}";
    private const string Scalar = "{'kind':'gaussian-regression','samples':7,'inputs':3,'outputs':1}";
    private const string Classes = "{'kind':'gaussian-classes','classes':3,'samplesPerClass':3,'inputs':3}";

    public static TheoryData<string, string, string> Nets => new()
    {
        { "{'kind':'linear'}", "mse", Regression },
        { "{'kind':'deep-linear','widths':[3,4,2]}", "mse", Regression },
        { "{'kind':'deep-linear','widths':[3,2,4,2]}", "mse-mean", Regression },
        { "{'kind':'deep-linear','widths':[3,4,3]}", "cross-entropy", Classes },
        { "{'kind':'diagonal-linear','depth':1}", "mse", Scalar },
        { "{'kind':'diagonal-linear','depth':2}", "mse-mean", Scalar },
        { "{'kind':'diagonal-linear','depth':4}", "mse", Scalar },
        { "{'kind':'mlp','widths':[3,4,2],'activation':'linear'}", "mse", Regression },
        { "{'kind':'mlp','widths':[3,4,3,2],'activation':'tanh','outputScale':0.4}", "mse", Regression },
        { "{'kind':'mlp','widths':[3,4,3,2],'activation':'gelu','biases':false}", "mse-mean", Regression },
        { "{'kind':'mlp','widths':[3,5,2],'activation':'relu'}", "mse", Regression },
        { "{'kind':'mlp','widths':[3,4,2],'activation':'square','outputScale':0.05}", "mse", Regression },
        { "{'kind':'mlp','widths':[3,4,3],'activation':'tanh'}", "cross-entropy", Classes },
        { "{'kind':'mlp','widths':[3,3,3],'activation':'gelu','outputScale':2}", "cross-entropy", Classes },
    };

    [Theory]
    [MemberData(nameof(Nets))]
    public void Hessian_Columns_AreSecondDifferencesOfThePlainLoss(string model, string loss, string task)
    {
        var (experiment, parameters) = Start(model, loss, task);
        var data = experiment.Task.Create(0);
        var hessian = Columns(LossCurvature.Of(experiment, data, parameters));
        double[] flat = [.. parameters.SelectMany(parameter => parameter.Data)];
        const double Step = 1e-4;
        for (int i = 0; i < flat.Length; i++)
            for (int j = 0; j <= i; j++)
            {
                double second = (At(Step, Step) - At(Step, -Step) - At(-Step, Step) + At(-Step, -Step)) / (4 * Step * Step);
                Assert.Equal(second, hessian[i, j], 2e-6);
                Assert.Equal(hessian[i, j], hessian[j, i], 1e-12);

                double At(double alongI, double alongJ)
                {
                    double[] moved = [.. flat];
                    moved[i] += alongI;
                    moved[j] += alongJ;
                    return PlainLoss(experiment, Shaped(moved, parameters), data.Train);
                }
            }
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void GaussNewton_Columns_AreJacobianLossHessianJacobian(string model, string loss, string task)
    {
        var (experiment, parameters) = Start(model, loss, task);
        var data = experiment.Task.Create(0);
        var matrix = Columns(LossCurvature.Of(experiment, data, parameters, CurvatureMatrix.GaussNewton));
        double[] flat = [.. parameters.SelectMany(parameter => parameter.Data)];
        var f = Outputs(experiment, parameters, data.Train.X);
        Matrix[] jacobian = [.. Enumerable.Range(0, flat.Length).Select(i =>
        {
            double[] up = [.. flat], down = [.. flat];
            (up[i], down[i]) = (up[i] + 1e-5, down[i] - 1e-5);
            var change = LinearAlgebra.Subtract(
                Outputs(experiment, Shaped(up, parameters), data.Train.X), Outputs(experiment, Shaped(down, parameters), data.Train.X));
            LinearAlgebra.Scale(1 / 2e-5, change.Data);
            return change;
        })];
        for (int i = 0; i < flat.Length; i++)
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int n = 0; n < f.Rows; n++)
                {
                    double[] shares = [.. f.Row(n).ToArray().Select(Math.Exp)];
                    double total = shares.Sum();
                    for (int o = 0; o < f.Columns; o++)
                        for (int p = 0; p < f.Columns; p++)
                        {
                            double second = experiment.Loss == LossKind.CrossEntropy
                                ? (o == p ? shares[o] / total : 0) - shares[o] * shares[p] / total / total
                                : o != p ? 0 : experiment.Loss == LossKind.Mse ? 1 : 2.0 / f.Columns;
                            sum += jacobian[i][n, o] * second * jacobian[j][n, p] / f.Rows;
                        }
                }

                Assert.Equal(sum, matrix[i, j], 1e-7);
            }
    }

    [Fact]
    public void Hessian_OfSeveralBlocksOfSamples_IsTheSumOverThem()
    {
        // 1,010 units allow 1,038 samples a block: the 1,500 samples of one seed make two.
        var (experiment, parameters) = Start("{'kind':'mlp','widths':[4,1000,6],'activation':'tanh'}", "mse",
            "{'kind':'gaussian-classes','classes':6,'samplesPerClass':250,'inputs':4}");
        var data = experiment.Task.Create(0);
        var whole = LossCurvature.Of(experiment, data, parameters);
        double[] direction = new double[whole.Size], image = new double[whole.Size], again = new double[whole.Size];
        double[] sum = new double[whole.Size], part = new double[whole.Size];
        RandomStream.For("blocks").FillNormal(direction);
        whole.Multiply(direction, image);
        whole.Multiply(direction, again);
        Assert.Equal(image, again);
        foreach (int first in new[] { 0, 500, 1000 })
        {
            Matrix x = new(500, 4, data.Train.X.Data[(4 * first)..(4 * (first + 500))]), y = new(500, 6, data.Train.Y.Data[(6 * first)..(6 * (first + 500))]);
            LossCurvature.Of(experiment, new Science.Tasks.FixedTaskData(new(x, y)), parameters).Multiply(direction, part);
            for (int i = 0; i < sum.Length; i++) sum[i] += part[i] / 3;
        }

        for (int i = 0; i < sum.Length; i++) Assert.Equal(sum[i], image[i], 1e-12);
    }

    [Fact]
    public void Unsupported_Model_IsRefusedWithTheRule()
    {
        var problem = Assert.Single(Spec.Problems("""
            {'model':{'kind':'transformer','layers':1,'heads':1,'dModel':4,'dMlp':4},'init':{'kind':'normal','std':0.5,'fanIn':true},
             'task':{'kind':'modular-addition','modulus':5,'encoding':'tokens'},'optimizer':{'kind':'gd','learningRate':0.1},'steps':1,
             'measure':{'at':[0],'observables':['sharpness']} }
            """));
        Assert.Equal("measure.observables[0]", problem.Path);
        Assert.Contains("needs a layerwise linear model or an mlp", problem.ToString());
    }

    private static (Experiment Experiment, Matrix[] Parameters) Start(string model, string loss, string task)
    {
        var experiment = Spec.Bind($$"""
            {'model':{{model}},'init':{'kind':'normal','std':0.8,'biases':'normal'},'task':{{task}},'loss':'{{loss}}','dtype':'float64',
             'optimizer':{'kind':'gd','learningRate':0.1},'steps':1,'measure':{'at':[0],'observables':['sharpness']} }
            """);
        var shapes = experiment.Model.Parameters(experiment.Task.Shape);
        double[][] values = experiment.Init.Create(experiment.Model, experiment.Task.Shape, RandomStream.ForWeights(experiment));
        return (experiment,
            [.. values.Select((array, i) => new Matrix(shapes[i].Dimensions.Count == 1 ? 1 : shapes[i].Dimensions[0], shapes[i].Dimensions[^1], array))]);
    }

    private static Matrix Columns(LossCurvature curvature)
    {
        var columns = new Matrix(curvature.Size, curvature.Size);
        double[] unit = new double[curvature.Size];
        for (int i = 0; i < unit.Length; i++)
        {
            unit[i] = 1;
            curvature.Multiply(unit, columns.Row(i));
            unit[i] = 0;
        }

        return columns;
    }

    private static Matrix[] Shaped(double[] flat, Matrix[] like)
    {
        int next = 0;
        return [.. like.Select(parameter =>
        {
            double[] own = flat[next..(next + parameter.Data.Length)];
            next += own.Length;
            return new Matrix(parameter.Rows, parameter.Columns, own);
        })];
    }

    private static Matrix Outputs(Experiment experiment, Matrix[] parameters, Matrix inputs)
    {
        if (experiment.Model is MlpModel mlp) return PlainMlp.Predict(mlp, parameters, inputs);
        var form = experiment.Model.Layerwise(experiment.Task.Shape)!;
        if (form.Kind == LayerwiseKind.Dense)
            return PlainMlp.Predict(new MlpModel { Widths = form.Widths, Activation = Activation.Linear, Biases = false }, parameters, inputs);
        var outputs = new Matrix(inputs.Rows, 1);
        for (int n = 0; n < inputs.Rows; n++)
            for (int i = 0; i < inputs.Columns; i++) outputs[n, 0] += parameters.Aggregate(inputs[n, i], (product, layer) => product * layer[0, i]);
        return outputs;
    }

    private static double PlainLoss(Experiment experiment, Matrix[] parameters, Science.Tasks.Dataset set)
    {
        var f = Outputs(experiment, parameters, set.X);
        double sum = 0;
        for (int n = 0; n < f.Rows; n++)
        {
            double[] y = set.Y.Row(n).ToArray(), own = f.Row(n).ToArray();
            double squares = own.Zip(y, (a, b) => (a - b) * (a - b)).Sum();
            sum += experiment.Loss switch
            {
                LossKind.Mse => squares / 2,
                LossKind.MseMean => squares / own.Length,
                _ => Math.Log(own.Sum(Math.Exp)) - own[set.Labels![n]],
            };
        }

        return sum / f.Rows;
    }
}
