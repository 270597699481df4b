using System.Globalization;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>The recipe <c>stages</c>: four modes against the sigmoid of the balanced depth-2 solution.</summary>
public sealed class StagesTests
{
    [Fact]
    public void Stages_AtLearningRateOneThousandth_DeviateByLessThanOneThousandth() => Assert.InRange(MaxDeviation(1e-3), 0, 1e-3);

    [Fact]
    public void Stages_WithHalfTheLearningRate_DeviateByHalf() => Assert.InRange(MaxDeviation(2e-3) / MaxDeviation(1e-3), 1.9, 2.1);

    /// <summary>The largest deviation of a mode from u(t) = S / (1 + (S / u(0) - 1) exp(-2 S t)), written out here.</summary>
    private static double MaxDeviation(double learningRate)
    {
        double[] targets = [1, 0.6, 0.4, 0.25];
        long steps = (long)Math.Round(30 / learningRate), every = steps / 300;
        var experiment = Spec.Bind(string.Create(CultureInfo.InvariantCulture, $$"""
            {'model':{'kind':'diagonal-linear','depth':2},'init':{'kind':'balanced-constant','product':0.001},
             'task':{'kind':'linear-teacher','coefficients':[1, 0.6, 0.4, 0.25],'samples':64},
             'optimizer':{'kind':'gd','learningRate':{{learningRate}} },'steps':{{steps}},
             'measure':{'at':{'every':{{every}} },'observables':['mode-strength']} }
            """));
        var records = Spec.Train(experiment)[0].Records;
        double largest = 0;
        for (int row = 0; row < records.Rows; row++)
            for (int k = 0; k < targets.Length; k++)
            {
                double theory = targets[k] / (1 + (targets[k] / 0.001 - 1) * Math.Exp(-2 * targets[k] * learningRate * records.Steps[row]));
                largest = Math.Max(largest, Math.Abs(records[row, k] - theory));
            }

        return largest;
    }

    [Fact]
    public void Stages_WithEngineBoth_CarryTheSameTheory()
    {
        var experiment = Spec.Bind("""
            {'model':{'kind':'diagonal-linear','depth':2},'init':{'kind':'balanced-constant','product':0.001},
             'task':{'kind':'linear-teacher','coefficients':[1, 0.5],'samples':8},'engine':'both',
             'optimizer':{'kind':'gd','learningRate':0.001},'steps':5000,'measure':{'at':{'every':5000},'observables':['mode-strength']}}
            """);
        var records = Spec.Train(experiment)[0].Records;

        Assert.Equal(["mode-strength.1", "mode-strength.2", "mode-strength.1.theory", "mode-strength.2.theory"], records.Columns);
        Assert.Equal(1 / (1 + (1 / 0.001 - 1) * Math.Exp(-2 * 5)), records[1, 2], 1e-12);
        Assert.Equal(0.5 / (1 + (0.5 / 0.001 - 1) * Math.Exp(-5)), records[1, 3], 1e-12);
    }
}
