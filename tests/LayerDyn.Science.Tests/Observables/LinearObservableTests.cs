using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;

namespace LayerDyn.Science.Tests.Observables;

public sealed class LinearObservableTests
{
    private static Experiment Trained(string observables, string model = "{'kind':'deep-linear','widths':[4,3,2]}",
        string task = "{'kind':'gaussian-regression','samples':6}", string init = "{'kind':'normal','std':0.6}", long steps = 200, double rate = 0.05) => Spec.Bind(FormattableString.Invariant($$"""
        {'model':{{model}},'init':{{init}},'task':{{task}},'optimizer':{'kind':'gd','learningRate':{{rate}}},'steps':{{steps}},
         'measure':{'at':[{{steps / 2}}],'observables':[{{observables}}]} }
        """));

    private static Matrix Random(int rows, int columns, int seed)
    {
        var matrix = new Matrix(rows, columns);
        Science.Randomness.RandomStream.For($"test/{seed}").FillNormal(matrix.Data);
        return matrix;
    }

    private static double[] Measure(Observable observable, ISnapshot snapshot)
    {
        double[] values = new double[observable.Columns(snapshot.Experiment).Count];
        observable.Measure(snapshot, values);
        return values;
    }

    private static Still Network(bool whiten = false)
    {
        var experiment = Trained("'loss'", task: $"{{'kind':'gaussian-regression','samples':6,'whiten':{(whiten ? "true" : "false")}}}");
        return new Still(experiment, [Random(3, 4, 1), Random(2, 3, 2)], [Random(3, 4, 3), Random(2, 3, 4)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void KernelDistance_SmallNet_IsThatOfTheExplicitKernels(bool whiten)
    {
        var now = Network(whiten);
        var start = new Still(now.Experiment, [.. now.InitialParameters], [.. now.InitialParameters]);
        var (j, j0) = (now.Jacobian(now.Data.Train.X), start.Jacobian(now.Data.Train.X));
        var (k, k0) = (LinearAlgebra.MultiplyTransposed(j, j), LinearAlgebra.MultiplyTransposed(j0, j0));
        double expected = 1 - LinearAlgebra.Inner(k, k0) / (LinearAlgebra.Norm(k) * LinearAlgebra.Norm(k0));

        Assert.Equal(expected, Measure(new KernelDistanceObservable(), now)[0], 1e-9);
    }

    [Fact]
    public void Snapshot_OfTheTrainer_HasTheLossAndGradientOfDifferences()
    {
        var experiment = Trained("'loss','gradient-norm','weight-norm'", steps: 2);
        var outcome = Spec.Train(experiment)[0];
        var init = experiment.Init.Create(experiment.Model, experiment.Task.Shape, Science.Randomness.RandomStream.ForWeights(experiment));
        Matrix[] weights = [new(3, 4, init[0]), new(2, 3, init[1])];
        var still = new Still(experiment, weights, weights);

        Assert.Equal(still.Gradients.Sum(g => LinearAlgebra.Inner(g, g)), Math.Pow(outcome.Records[0, 1], 2), 1e-6);
        Assert.Equal(LinearAlgebra.Norm(weights[0]), outcome.Records[0, 2], 1e-12);
        Assert.Equal(((ISnapshot)still).TrainLoss, outcome.Records[0, 0], 1e-12);
    }

    [Fact]
    public void LayerImbalance_AnyNet_IsTheTraceOverTheHiddenWidth()
    {
        var net = Network();
        var (w1, w2) = (net.Parameters[0], net.Parameters[1]);
        var imbalance = LinearAlgebra.Subtract(LinearAlgebra.Multiply(LinearAlgebra.Transpose(w2), w2), LinearAlgebra.Multiply(w1, LinearAlgebra.Transpose(w1)));
        Assert.Equal(LinearAlgebra.Trace(imbalance) / 3, Measure(new LayerImbalanceObservable(), net)[0], 1e-12);
    }

    [Fact]
    public void ImbalanceDrift_OfATraining_ShrinksLinearlyWithTheLearningRate()
    {
        double Drift(double rate, long steps)
        {
            var records = Spec.Train(Trained("'imbalance-drift'", init: "{'kind':'normal','std':0.6}", steps: steps, rate: rate) with { WeightsFrom = WeightsFrom.Seed })[0].Records;
            return records[records.Rows - 1, 0];
        }

        Assert.Equal(2, Drift(0.004, 250) / Drift(0.002, 500), 0.1);
    }

    [Fact]
    public void ModeStrength_Converged_IsTheSpectrumOfTheTeacher()
    {
        var records = Spec.Train(Trained("'mode-strength','effective-rank','stable-rank'", model: "{'kind':'deep-linear','widths':[4,4,3]}",
            task: "{'kind':'teacher-student','inputs':4,'outputs':3,'singularValues':[3,1],'samples':9}", steps: 4000))[0].Records;
        int last = records.Rows - 1;
        Assert.Equal(3, records[last, 0], 1e-6);
        Assert.Equal(1, records[last, 1], 1e-6);
        Assert.Equal(0, records[last, 2], 1e-4); // a mode without target dies out as a power of time
    }

    [Fact]
    public void Ranks_KnownSpectrum_AreTheirDefinitions()
    {
        var net = Network();
        var still = new Still(net.Experiment, [new Matrix(3, 4, [2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]), Random(2, 3, 2)], [.. net.InitialParameters]);
        Assert.Equal(Math.Exp(0.5 * Math.Log(2) + 0.5 * Math.Log(4)), Measure(new EffectiveRankObservable(), still)[0], 1e-7);
        Assert.Equal(1.5, Measure(new StableRankObservable(), still)[0], 1e-12);
    }

    [Fact]
    public void GammaPlus_Trained_PredictsTheMeasuredGrowth()
    {
        var outcome = Spec.Train(Trained("'gamma-plus','weight-to-target-ratio'", model: "{'kind':'deep-linear','widths':[1,20,1]}",
            task: "{'kind':'linear-teacher','coefficients':[2],'samples':4}", init: "{'kind':'normal','std':0.3}", steps: 20_000, rate: 0.001))[0];
        var records = outcome.Records;
        int last = records.Rows - 1;
        Assert.Equal(1, records[0, 1], 1e-12);
        Assert.Equal(1, records[last, 1] / records[last, 0], 1e-3);
        Assert.True(records[last, 0] > 1.5);
        double squares = outcome.FinalWeights!.Values.Sum(weights => MemoryMarshal.Cast<byte, double>(weights.Data).ToArray().Sum(w => w * w));
        Assert.Equal(squares / 2 / 2, records[last, 2], 1e-9); // the target is 2
        Assert.True(records[0, 2] < records[last, 2]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void SkillStrengthAndLoss_OfTheMultilinearModel_AreThatOfTheMap(int samples)
    {
        var records = Spec.Train(Trained("'loss','skill-strength','skill-loss','mode-strength'", model: "{'kind':'multilinear-skill','skills':3}",
            task: $"{{'kind':'skills','skills':4,'targetScale':2,'samples':{samples}}}", init: "{'kind':'balanced-constant','product':0.1}"))[0].Records;
        int last = records.Rows - 1, at = samples > 0 ? 2 : 1;
        for (int k = 0; k < 4; k++)
        {
            double strength = k < 3 ? records[last, at + 8 + k] / 2 : 0;
            Assert.Equal(strength, records[last, at + k], 1e-14);
            Assert.Equal(2 * (1 - strength) * (1 - strength), records[last, at + 4 + k], 1e-13);
        }

        double[] p = [.. Enumerable.Range(1, 4).Select(k => Math.Pow(k, -1.6))];
        double population = Enumerable.Range(0, 4).Sum(k => p[k] / p.Sum() * records[last, at + 4 + k]);
        Assert.Equal(population, records[last, at - 1], 1e-13);
    }

    [Fact]
    public void ModeStrength_SmallSteps_ConvergesLinearlyToTheSigmoid()
    {
        double Error(double rate)
        {
            long steps = (long)Math.Round(4 / rate);
            var records = Spec.Train(Spec.Bind(FormattableString.Invariant($$"""
                {'model':'diagonal-linear','init':{'kind':'balanced-constant','product':0.01},
                 'task':{'kind':'linear-teacher','coefficients':[4,3,2,1],'variances':[1,1,0.5,2],'samples':16},
                 'optimizer':{'kind':'gd','learningRate':{{rate}}},'steps':{{steps}},'measure':{'at':{'every':{{steps / 40}} },'observables':['mode-strength']} }
                """)))[0].Records;
            double[] s = [4, 3, 2, 1], variance = [1, 1, 0.5, 2];
            double largest = 0;
            for (int r = 0; r < records.Rows; r++)
                for (int i = 0; i < 4; i++)
                    largest = Math.Max(largest, Math.Abs(records[r, i] / s[i] - 1 / (1 + (s[i] / 0.01 - 1) * Math.Exp(-2 * s[i] * variance[i] * rate * records.Steps[r]))));
            return largest;
        }

        double coarse = Error(2e-3), fine = Error(1e-3);
        Assert.Equal(2, coarse / fine, 0.05);
        Assert.True(fine < 2e-2, $"{fine}");
    }
}
