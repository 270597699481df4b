using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Tests.Models;

namespace LayerDyn.Science.Tests.Observables;

/// <summary>What is measured of trained multilayer perceptrons, against plain loops over their weights and samples.</summary>
public sealed class MlpObservableTests
{
    private const string Regression = "{'kind':'gaussian-regression','samples':6,'inputs':3,'outputs':2}";
    private const string Classes = "{'kind':'balanced-classes','classes':3,'samplesPerClass':2,'dimension':6}";

    [Theory]
    [InlineData("linear", false, 1, "mse", Regression)]
    [InlineData("relu", true, 1, "mse-mean", Regression)]
    [InlineData("tanh", true, 0.3, "mse", Regression)]
    [InlineData("gelu", false, 2, "mse", Regression)]
    [InlineData("square", true, 0.5, "mse", Regression)]
    [InlineData("gelu", true, 1, "cross-entropy", Classes)]
    [InlineData("tanh", false, 3, "cross-entropy", Classes)]
    public void Measures_OfATrainedMlp_AreThoseOfPlainLoops(string activation, bool biases, double outputScale, string loss, string task)
    {
        string widths = task == Regression ? "[3, 5, 4, 2]" : "[6, 5, 4, 3]";
        var bound = Spec.Bind(FormattableString.Invariant($$"""
            {'model':{'kind':'mlp','widths':{{widths}},'activation':'{{activation}}','biases':{{(biases ? "true" : "false")}},'outputScale':{{outputScale}}},
             'init':{'kind':'normal','std':0.6,'biases':'normal'},'task':{{task}},'loss':'{{loss}}','dtype':'float64',
             'optimizer':{'kind':'adam','learningRate':0.01},'steps':9,'measure':{'at':[0, 9],
             'observables':['loss','gradient-norm','weight-norm','weight-drift','effective-rank','stable-rank'{{(task == Classes ? ",'accuracy'" : "")}}]} }
            """));
        Matrix[]? initial = null, trained = null;
        var probe = new SnapshotProbe(snapshot =>
        {
            (initial, trained) = ([.. snapshot.InitialParameters.Select(Copy)], [.. snapshot.Parameters.Select(Copy)]);
            var predicted = snapshot.Predict(snapshot.Data.Train);
            var plain = PlainMlp.Predict((MlpModel)snapshot.Experiment.Model, trained, snapshot.Data.Train.X);
            for (int i = 0; i < plain.Data.Length; i++) Assert.Equal(plain.Data[i], predicted.Data[i], 1e-10);
        });
        var records = Spec.Train(bound with { Observables = [.. bound.Observables, probe] })[0].Records;

        var (model, data) = ((MlpModel)bound.Model, bound.Task.Create(bound.Seed).Train);
        double expected = Loss(bound.Loss, PlainMlp.Predict(model, trained!, data.X), data);
        Assert.Equal(expected, Value("loss"), 1e-10);
        var gradient = PlainMlp.Gradient(trained!, () => Loss(bound.Loss, PlainMlp.Predict(model, trained!, data.X), data));
        Assert.Equal(Math.Sqrt(gradient.Sum(part => part.Sum(g => g * g))), Value("gradient-norm"), 1e-7);

        double distance = 0, start = 0;
        for (int p = 0; p < trained!.Length; p++)
        {
            distance += trained[p].Data.Zip(initial![p].Data, (now, then) => (now - then) * (now - then)).Sum();
            start += initial[p].Data.Sum(then => then * then);
            Assert.Equal(Math.Sqrt(trained[p].Data.Sum(w => w * w)), Value($"weight-norm.{p + 1}"), 1e-12);
        }

        Assert.Equal(Math.Sqrt(distance / start), Value("weight-drift"), 1e-12);
        Assert.InRange(Value("weight-drift"), 1e-3, 1);
        Matrix[] weights = [.. trained.Where(parameter => parameter.Rows > 1 && parameter.Columns > 1)];
        for (int w = 0; w < weights.Length; w++)
        {
            double[] s = [.. MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.Build.DenseOfRowMajor(weights[w].Rows, weights[w].Columns, weights[w].Data).Svd().S];
            Assert.Equal(s.Sum(x => x * x) / (s[0] * s[0]), Value($"stable-rank.{w + 1}"), 1e-9);
            Assert.Equal(Math.Exp(-s.Sum(x => x / s.Sum() * Math.Log(x / s.Sum()))), Value($"effective-rank.{w + 1}"), 1e-9);
        }

        if (task != Classes) return;
        var outputs = PlainMlp.Predict(model, trained, data.X);
        int right = Enumerable.Range(0, data.Count).Count(n => outputs.Row(n).ToArray().Index().MaxBy(output => output.Item).Index == data.Labels![n]);
        Assert.Equal((double)right / data.Count, Value("accuracy"));

        double Value(string column) => records[records.Rows - 1, records.Columns.ToList().IndexOf(column)];
    }

    [Fact]
    public void Accuracy_OfOneOutput_IsTheShareOfRightSigns()
    {
        var bound = Spec.Bind("""
            {'model':{'kind':'mlp','widths':[9, 4, 1]},'init':{'kind':'normal','std':0.6},'optimizer':{'kind':'adam'},'steps':1,
             'task':{'kind':'multitask-sparse-parity','skills':3,'bits':6,'subset':2,'samples':40,'evalSamples':30,'targetScale':2},
             'measure':{'at':[1],'observables':['accuracy']} }
            """);
        double train = double.NaN, test = double.NaN;
        var probe = new SnapshotProbe(snapshot => (train, test) = (Share(snapshot, snapshot.Data.Train), Share(snapshot, snapshot.Data.Test!)));
        var records = Spec.Train(bound with { Observables = [.. bound.Observables, probe] })[0].Records;
        Assert.Equal(train, records[records.Rows - 1, 0]);
        Assert.Equal(test, records[records.Rows - 1, 1]);
        Assert.InRange(test, 0.01, 0.99);

        static double Share(ISnapshot snapshot, Dataset set) =>
            snapshot.Predict(set).Data.Zip(set.Y.Data, (f, y) => Math.Sign(f) == Math.Sign(y) ? 1.0 : 0).Average();
    }

    /// <summary>The losses as their definitions read.</summary>
    private static double Loss(LossKind kind, Matrix outputs, Dataset set)
    {
        double sum = 0;
        for (int n = 0; n < set.Count; n++)
        {
            double squares = 0, total = 0;
            for (int o = 0; o < outputs.Columns; o++)
            {
                squares += Math.Pow(outputs[n, o] - set.Y[n, o], 2);
                total += Math.Exp(outputs[n, o]);
            }

            sum += kind switch
            {
                LossKind.Mse => squares / 2,
                LossKind.MseMean => squares / outputs.Columns,
                _ => -Math.Log(Math.Exp(outputs[n, set.Labels![n]]) / total),
            };
        }

        return sum / set.Count;
    }

    private static Matrix Copy(Matrix matrix) => new(matrix.Rows, matrix.Columns, [.. matrix.Data]);
}
