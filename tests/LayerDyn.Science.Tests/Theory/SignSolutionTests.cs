using LayerDyn.Science.Experiments;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>Emergence by sign descent and Adam, which do not see the frequency of a skill, and by gradient descent, which does.</summary>
public sealed class SignSolutionTests
{
    // A mode of variance p_k each, S = 1, equal start 0.05 at depth 2.
    private static Experiment Skills(string optimizer, string steps, string engine = "train", int depth = 2) => Spec.Bind(FormattableString.Invariant($$"""
        {'model':{'kind':'diagonal-linear','depth':{{depth}} },'init':{'kind':'constant','value':0.05},'engine':'{{engine}}',
         'task':{'kind':'linear-teacher','coefficients':[1,1,1,1],'variances':[0.5,0.1,0.02,0.004],'samples':8},
         'optimizer':{{optimizer}},'steps':{{steps.Split(',')[^1]}},'measure':{'at':{'steps':[{{steps}}]},'observables':['loss','mode-strength']} }
        """));

    [Theory]
    [InlineData("{'kind':'sign','learningRate':0.001}", 658, 658, 658, 658)]
    [InlineData("{'kind':'adam','learningRate':0.001}", 485, 485, 485, 485)]
    [InlineData("{'kind':'adam','learningRate':0.01}", 56, 56, 56, 56)]
    [InlineData("{'kind':'gd','learningRate':0.05}", 121, 600, 2996, 14974)]
    public void HalfTimes_OfSkillsOfAnyFrequency_AreTheCheckedOnes(string optimizer, params int[] half)
    {
        // Measured at each half time and at the step before it.
        string steps = string.Join(',', half.SelectMany(step => new[] { step - 1, step }).Distinct().Order());
        var records = Spec.Train(Skills(optimizer, steps))[0].Records;
        for (int k = 0; k < half.Length; k++)
        {
            int column = records.Columns.ToList().IndexOf($"mode-strength.{k + 1}"), row = records.Steps.ToList().IndexOf(half[k]);
            Assert.True(records[row - 1, column] < 0.5, $"mode {k + 1} before {half[k]}: {records[row - 1, column]}");
            Assert.True(records[row, column] >= 0.5, $"mode {k + 1} at {half[k]}: {records[row, column]}");
        }
    }

    [Fact]
    public void HalfTimes_OfTheory_AreTheCheckedOnes()
    {
        Assert.Equal(657.1, (Math.Sqrt(0.5) - 0.05) / 0.001, 0.05);
        double[] variances = [0.5, 0.1, 0.02, 0.004], checkedTimes = [119.8, 598.9, 2994.5, 14972.4];
        for (int k = 0; k < 4; k++)
        {
            double step = Math.Log(1 / 0.0025 - 1) / (2 * 0.05 * variances[k]);
            Assert.Equal(checkedTimes[k], step, 0.05);
            Assert.Equal(0.5, SigmoidMode.Strength(0.0025, 1, variances[k], 0.05 * step), 1e-12);
        }
    }

    [Theory]
    [InlineData(1, 0.001)]
    [InlineData(2, 0.001)]
    [InlineData(3, 0.0007)]
    [InlineData(4, 0.01)]
    public void Theory_OfAnyDepth_IsThePowerUntilTheTarget(int depth, double rate)
    {
        var experiment = Skills(FormattableString.Invariant($"{{'kind':'sign','learningRate':{rate} }}"), "1,10,50,80,90,200,600,1500,1501", "both", depth);
        var records = Spec.Train(experiment)[0].Records;
        Assert.IsType<SignSolution>(ExactSolutions.Find(experiment, out _));
        int rising = 0;
        for (int row = 0; row < records.Rows; row++)
            for (int k = 1; k <= 4; k++)
            {
                double exact = records[row, records.Columns.ToList().IndexOf($"mode-strength.{k}.theory")], weight = 0.05 + rate * records.Steps[row];
                if (weight < 1) Assert.Equal(Math.Pow(weight, depth), exact, 1e-12);
                else Assert.InRange(exact, 1 - depth * rate, 1 + Math.Pow(1 + rate, depth) - 1);
                rising += weight < 1 ? 1 : 0;
                Assert.Equal(records[row, records.Columns.ToList().IndexOf($"mode-strength.{k}")], exact, 1e-12);
            }

        Assert.InRange(rising, 12, 4 * records.Rows - 4);
    }

    [Theory]
    [InlineData("[-1,0.3,0.0001]", 2)]
    [InlineData("[-1,0.3,0.0001]", 3)]
    public void Theory_OfTargetsBelowTheStart_IsThatOfTraining(string coefficients, int depth)
    {
        var experiment = Spec.Bind($$"""
            {'model':{'kind':'diagonal-linear','depth':{{depth}} },'init':{'kind':'balanced-constant','product':0.09},'engine':'both',
             'task':{'kind':'linear-teacher','coefficients':{{coefficients}},'samples':5},
             'optimizer':{'kind':'sign','learningRate':0.007,'schedule':{'kind':'cosine'} },'steps':400,'measure':{'at':{'every':7},'observables':['mode-strength']} }
            """);
        var records = Spec.Train(experiment)[0].Records;
        for (int row = 0; row < records.Rows; row++)
            for (int k = 0; k < 3; k++) Assert.Equal(records[row, k], records[row, 3 + k], 1e-12);
        Assert.True(Math.Abs(records[records.Rows - 1, 0] - records[0, 0]) > 0.05);
    }

    [Theory]
    [InlineData("{'kind':'sign','momentum':0.9}", "'kind':'constant','value':0.1")]
    [InlineData("{'kind':'sign','weightDecay':0.1}", "'kind':'constant','value':0.1")]
    [InlineData("{'kind':'sign'}", "'kind':'normal','std':0.1")]
    [InlineData("{'kind':'lion'}", "'kind':'constant','value':0.1")]
    public void Theory_WithoutItsConditions_IsRefused(string optimizer, string init) => Assert.Equal("engine", Assert.Single(Spec.Problems($$"""
        {'model':{'kind':'diagonal-linear'},'init':{ {{init}} },'task':{'kind':'linear-teacher','coefficients':[1]},'engine':'theory',
         'optimizer':{{optimizer}},'steps':10,'measure':{'at':{'every':1},'observables':['loss']} }
        """)).Path);
}
