using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>Linear regression with weight decay, which generalises at the rate of the decay.</summary>
public sealed class LinearDecaySolutionTests
{
    private const double Decay = 0.01, Rate = 0.005;

    private static Experiment Ridge(int steps) => Spec.Bind(FormattableString.Invariant($$"""
        {'model':{'kind':'linear'},'init':{'kind':'normal','std':1.5},'engine':'both',
         'task':{'kind':'teacher-student','inputs':60,'outputs':1,'singularValues':[1],'samples':40,'testSamples':4000,'whiten':false},
         'optimizer':{'kind':'gd','learningRate':{{Rate}},'weightDecay':{{Decay}} },'steps':{{steps}},'measure':{'at':{'steps':[2000,20000,60000]},'observables':['loss']} }
        """));

    [Fact]
    public void Descent_WithMoreInputsThanSamples_FitsSoonAndGeneralisesAtTheRateOfTheDecay()
    {
        var experiment = Ridge(200_000);
        Assert.IsType<LinearDecaySolution>(ExactSolutions.Find(experiment, out _));
        var records = Spec.Train(experiment)[0].Records;
        Assert.Equal(["loss", "test-loss", "loss.theory", "test-loss.theory"], records.Columns);
        for (int row = 0; row < records.Rows; row++)
            for (int column = 0; column < 2; column++) Assert.Equal(1, records[row, column] / records[row, column + 2], 0.005);

        // t = 0, 10, 100, 300, 1000: training is at its end by t = 100, the null space decays as e^(-2 gamma t) until then.
        Assert.Equal(1, records[2, 0] / records[4, 0], 0.1);
        Assert.True(records[0, 0] > 1e4 * records[2, 0]);
        Assert.InRange(records[2, 1] / records[1, 1], 0.9 * Math.Exp(-2 * Decay * 90), 1.1 * Math.Exp(-2 * Decay * 90));
        Assert.True(records[2, 1] > 10 * records[4, 1]);
    }

    [Fact]
    public void Descent_OfAnyStep_IsTheDiscreteFormula()
    {
        const int Steps = 60_000;
        var experiment = Ridge(Steps);
        var moments = experiment.Task.Create(0).Moments;
        var (values, basis) = LinearAlgebra.SymmetricEigen(moments.Inputs);
        var outcome = Spec.Train(experiment)[0];
        Matrix initial = LinearAlgebra.Multiply(new Matrix(1, 60, experiment.Init.Create(experiment.Model, experiment.Task.Shape, Science.Randomness.RandomStream.ForWeights(experiment))[0]), basis);
        Matrix drive = LinearAlgebra.Multiply(moments.Cross, basis);
        Matrix trained = LinearAlgebra.Multiply(new Matrix(1, 60, MemoryMarshal.Cast<byte, double>(outcome.FinalWeights!["W1"].Data).ToArray()), basis);
        for (int k = 0; k < 60; k++)
        {
            double r = Math.Max(0, values[k]) + Decay, end = drive[0, k] / r;
            Assert.Equal(end + (initial[0, k] - end) * Math.Pow(1 - Rate * r, Steps), trained[0, k], 2e-11);
        }
    }
}
