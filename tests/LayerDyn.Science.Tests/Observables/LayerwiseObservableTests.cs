using LayerDyn.Science.Numerics;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Observables;

public sealed class LayerwiseObservableTests
{
    private const string Teacher = """
        {'model':{'kind':'deep-linear','widths':[4,5,3]},'init':{'kind':'orthogonal','gain':0.1},
         'task':{'kind':'teacher-student','inputs':4,'outputs':3,'singularValues':[3,2,1],'samples':20},
         'optimizer':{'kind':'gd','learningRate':0.01},'steps':4000,'measure':{'at':{'every':1000},'observables':[OBSERVABLES]}}
        """;

    [Fact]
    public void ModeStrength_OfATrainedNet_EqualsTheSingularValues()
    {
        var records = Spec.Train(Spec.Bind(Teacher.Replace("OBSERVABLES", "'mode-strength'")))[0].Records;

        Assert.Equal(3, records[records.Rows - 1, 0], 1e-6);
        Assert.Equal(2, records[records.Rows - 1, 1], 1e-6);
        Assert.Equal(1, records[records.Rows - 1, 2], 1e-6);
    }

    [Fact]
    public void NormsAndDrift_AgreeWithTheFinalWeights()
    {
        var outcome = Spec.Train(Spec.Bind(Teacher.Replace("OBSERVABLES", "'weight-norm','imbalance-drift','gradient-norm'").Replace("4000", "1000")))[0];
        var records = outcome.Records;
        Matrix Weight(string name) => Final(outcome, name);
        var (w1, w2) = (Weight("W1"), Weight("W2"));
        int last = records.Rows - 1;

        Assert.Equal(Math.Sqrt(w1.Data.Sum(value => value * value)), records[last, 0], 1e-12);
        Assert.Equal(Math.Sqrt(w2.Data.Sum(value => value * value)), records[last, 1], 1e-12);
        Assert.Equal(0, records[0, 2]);
        Assert.InRange(records[last, 2], 1e-6, 0.1); // the step-size error, small but there
        Assert.InRange(records[last, 3], 0, records[0, 3]);
    }

    [Fact]
    public void ImbalanceDrift_WithHalfTheLearningRate_Halves()
    {
        double Drift(string rate, string steps) => Spec.Train(Spec.Bind(
            Teacher.Replace("OBSERVABLES", "'imbalance-drift'").Replace("0.01", rate).Replace("4000", steps)))[0].Records is var records
            ? records[records.Rows - 1, 0] : 0;

        Assert.InRange(Drift("0.004", "2000") / Drift("0.002", "4000"), 1.8, 2.2);
    }

    [Fact]
    public void SkillStrength_OfTheMultilinearModel_FollowsTheSigmoidOfEachSkill()
    {
        var records = Spec.Train(Spec.Bind("""
            {'model':{'kind':'multilinear-skill'},'init':{'kind':'balanced-constant','product':0.01},
             'task':{'kind':'skills','skills':5,'alpha':0.6,'targetScale':1},'engine':'both',
             'optimizer':{'kind':'gd','learningRate':0.01},'steps':3000,'measure':{'at':{'every':300},'observables':['skill-strength','loss']}}
            """))[0].Records;
        double p1 = 1 / Enumerable.Range(1, 5).Sum(k => Math.Pow(k, -1.6));

        for (int row = 0; row < records.Rows; row++)
        {
            double theory = 1 / (1 + 99 * Math.Exp(-2 * p1 * 0.01 * records.Steps[row]));
            Assert.Equal(theory, records[row, 0], 2e-3);
            Assert.Equal(records[row, 6], records[row, 0], 2e-3); // skill-strength.1.theory
        }
    }

    private static Matrix Final(TrainingOutcome outcome, string name)
    {
        var tensor = outcome.FinalWeights![name];
        return new Matrix((int)tensor.Dimensions[0], (int)tensor.Dimensions[1], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(tensor.Data).ToArray());
    }
}
