using CsCheck;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tests.Training.Ilgpu;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Ilgpu;
using LayerDyn.Science.Training.Ilgpu.Perceptrons;
using LayerDyn.Science.Training.Linear;
using LayerDyn.Science.Training.Mlp;
using LayerDyn.Science.Training.Torch;

namespace LayerDyn.Science.Tests.Training;

/// <summary>Trainings that end where their condition holds, in every engine.</summary>
public sealed class StopTests
{
    public static TheoryData<string> Names => EnginePoints.Names;

    private static Experiment Bind(string parts, string condition, int seed, int steps = 40) => Spec.Bind(
        $"{{ {parts},'seed':{seed},'steps':{steps},'measure':{{'at':{{'every':4}},'observables':['loss'] }}{(condition.Length > 0 ? $",'stopWhen':'{condition}'" : "")} }}");

    /// <summary>What is measured until the condition holds, of a training that goes on.</summary>
    private static int RowsUntil(TrainingOutcome whole, Func<int, bool> holds)
    {
        for (int row = 0; row < whole.Records.Rows; row++)
            if (holds(row)) return row + 1;
        return whole.Records.Rows;
    }

    private static void AssertCutOff(TrainingOutcome whole, TrainingOutcome stopped, int rows, bool held)
    {
        Assert.Equal(held ? OutcomeStatus.Stopped : OutcomeStatus.Finished, stopped.Status);
        Assert.Equal(whole.Records.Steps.Take(rows), stopped.Records.Steps);
        Assert.Equal(stopped.Records.Steps[^1], stopped.LastStep);
        for (int row = 0; row < rows; row++) Assert.Equal(BitConverter.DoubleToInt64Bits(whole.Records[row, 0]), BitConverter.DoubleToInt64Bits(stopped.Records[row, 0]));
    }

    // Points of a shape that stop at drawn rows, each by its own condition: together, alone and resumed at a drawn step before.
    [Theory]
    [MemberData(nameof(Names))]
    public void Train_DrawnConditions_SameBytesTogetherAloneAndResumed(string engine)
    {
        string parts = EnginePoints.Of(engine);
        Gen.Select(Gen.Int[0, 10].Array[1, 11], Gen.Int[1, 9], Gen.Int[0, 3]).Sample((rows, resumedAt, seed) =>
        {
            var whole = Spec.Train([.. rows.Select((_, i) => Bind(parts, "", seed + i))]);
            var points = rows.Select((row, i) => Bind(parts,
                FormattableString.Invariant($"loss <= {whole[i].Records[row, 0]:R} and step >= {(i % 2 == 0 ? 0 : 8)}"), seed + i)).ToArray();
            var together = Spec.Train(points);
            for (int i = 0; i < points.Length; i++)
            {
                bool Holds(int row) => whole[i].Records[row, 0] <= whole[i].Records[rows[i], 0] && (i % 2 == 0 || whole[i].Records.Steps[row] >= 8);
                int until = RowsUntil(whole[i], Holds);
                AssertCutOff(whole[i], together[i], until, Holds(until - 1));
                Outcomes.AssertSameBytes(Spec.Train(points[i])[0], together[i]);
                if (i == 0 && 4 * resumedAt < together[i].LastStep)
                    Outcomes.AssertSameBytes(together[i], Outcomes.ResumedAt(4 * resumedAt, points[i], [.. points.Skip(1)]));
            }
        }, iter: engine == "torch" ? 2 : 8, threads: 1);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("flow")]
    [InlineData("attention")]
    [InlineData("perceptron")]
    public void Train_Plateau_StopsAtTheSameStepWhenResumedWithinIt(string engine)
    {
        string parts = EnginePoints.Of(engine);
        const double Change = 0.4;
        const int Over = 10; // three rows back, as they are four steps apart
        var whole = Spec.Train(Bind(parts, "", 1, 400))[0];
        var point = Bind(parts, FormattableString.Invariant($"plateau(loss, over={Over}, change={Change})"), 1, 400);
        var stopped = Spec.Train(point)[0];

        bool Holds(int row) => row >= 3 && Enumerable.Range(row - 3, 4).Select(r => whole.Records[r, 0]).ToArray() is var window
            && window.Max() - window.Min() <= Change * window.Max();
        int rows = RowsUntil(whole, Holds);
        AssertCutOff(whole, stopped, rows, held: true);
        Assert.InRange(rows, 4, whole.Records.Rows - 1);
        Outcomes.AssertSameBytes(stopped, Outcomes.ResumedAt(stopped.LastStep - 4, point, Bind(parts, "", 2, 400)));
    }

    [Fact]
    public void Train_DrawnConditionsOnADevice_SameBytesAsTheProcessor()
    {
        var device = new Lazy<IlgpuDevice>(DeviceUnderTest.Open);
        (ITrainer, ITrainer, string)[] pairs =
        [
            (new LinearTrainer(), new IlgpuLinearTrainer(_ => device.Value), "two by two"), (new LinearTrainer(), new IlgpuLinearTrainer(_ => device.Value), "dense"),
            (new LinearTrainer(), new IlgpuLinearTrainer(_ => device.Value), "diagonal"), (new MlpTrainer(), new IlgpuPerceptronTrainer(_ => device.Value), "perceptron"),
        ];
        foreach (var (processor, graphics, engine) in pairs)
        {
            string parts = EnginePoints.Of(engine);
            Gen.Select(Gen.Int[0, 5].Array[2, 4], Gen.Int[0, 3]).Sample((rows, seed) =>
            {
                var whole = DeviceUnderTest.Run(processor, DeviceInfo.Cpu, [.. rows.Select((_, i) => Bind(parts, "", seed + i, 20))]);
                Experiment[] points = [.. rows.Select((row, i) => Bind(parts, FormattableString.Invariant($"loss <= {whole[i].Records[row, 0]:R}"), seed + i, 20))];
                var expected = DeviceUnderTest.Run(processor, DeviceInfo.Cpu, points);
                var actual = DeviceUnderTest.Run(graphics, DeviceUnderTest.Graphics, points);
                for (int i = 0; i < points.Length; i++)
                {
                    Assert.Equal(OutcomeStatus.Stopped, expected[i].Status);
                    Outcomes.AssertSameBytes(expected[i], actual[i]);
                }
            }, iter: 3, threads: 1);
        }
    }

    [Fact]
    public void Train_ByTorchInsteadOfTheOwnEngine_StopsToo()
    {
        var point = Bind(EnginePoints.Of("perceptron"), "step >= 10", 0);
        Assert.Equal((OutcomeStatus.Stopped, 12L), (Outcomes.Train(new TorchTrainer(), new(0, point)) is var outcome ? outcome.Status : default, outcome.LastStep));
    }

    [Fact]
    public void Train_WithTheory_HasTheTheoryOfTheRowsUpToTheStop()
    {
        string parts = "'model':{'kind':'diagonal-linear','depth':2},'init':{'kind':'constant','value':0.1},'task':{'kind':'linear-teacher','coefficients':[1],'variances':[1],'samples':3}";
        string both = $"{parts},'optimizer':{{'kind':'gradient-flow','learningRate':0.1}},'engine':'both'", exact = both.Replace("both", "theory");
        var (trained, solved) = (Spec.Train(Bind(both, "loss < 0.2", 0, 200))[0], Spec.Train(Bind(exact, "loss < 0.2", 0, 200))[0]);

        Assert.Equal((OutcomeStatus.Stopped, OutcomeStatus.Stopped), (trained.Status, solved.Status));
        Assert.Equal(solved.Records.Steps, trained.Records.Steps);
        Assert.True(solved.Records[solved.Records.Rows - 1, 0] < 0.2 && solved.Records[solved.Records.Rows - 2, 0] >= 0.2);
        Assert.Equal(solved.Records[solved.Records.Rows - 1, 0], trained.Records[trained.Records.Rows - 1, 1], 1e-12);
    }

    [Fact]
    public void Train_ConditionAtTheLastStep_HasStoppedWithAllStepsDone()
    {
        string parts = EnginePoints.Of("dense");
        var (stopped, finished) = (Spec.Train(Bind(parts, "step >= 40", 0))[0], Spec.Train(Bind(parts, "step > 40", 0))[0]);
        Assert.Equal((OutcomeStatus.Stopped, 40L), (stopped.Status, stopped.LastStep));
        Assert.Equal((OutcomeStatus.Finished, 40L), (finished.Status, finished.LastStep));
    }

    [Fact]
    public void Write_Condition_IsPartOfTheTextOnlyWhereThereIsOne()
    {
        string parts = EnginePoints.Of("dense");
        string without = ExperimentText.Write(Bind(parts, "", 0)), with = ExperimentText.Write(Bind(parts, "loss<1.0e-2", 0));
        Assert.DoesNotContain("stopWhen", without);
        Assert.Equal(without.Replace("\"steps\":40,", "\"steps\":40,\"stopWhen\":\"loss < 0.01\","), with);
        Assert.Equal(with, ExperimentText.Write(ExperimentText.Read(with)));
        Assert.Equal(ExperimentText.WriteDynamics(Bind(parts, "", 0)), ExperimentText.WriteDynamics(Bind(parts, "loss < 1", 0)));
    }

    [Theory]
    [InlineData("'loss < '", "ends where a number or a column belongs", null)]
    [InlineData("'loss = 1'", "compares for equality, which measured numbers hardly ever have", "write <, <=, > or >=")]
    [InlineData("'loss - 1'", "is a number, not a condition", "write stopWhen: accuracy > 0.99, or stopWhen: plateau(loss, over=100, change=0.001)")]
    [InlineData("0.5", "must be a condition", "write stopWhen: accuracy > 0.99, or stopWhen: plateau(loss, over=100, change=0.001)")]
    [InlineData("'los < 1'", "is not a column of what is measured", "did you mean 'loss'?")]
    [InlineData("'gradient-norm < 1'", "is not measured here", "add gradient-norm to measure.observables")]
    [InlineData("'loss-step < 1'", "is not a column of what is measured", "minus has spaces around it: loss - step")]
    public void Bind_WrongCondition_SaysWhyAndWhatToWrite(string condition, string rule, string? remedy)
    {
        var problem = Assert.Single(Spec.Problems($"{{ {EnginePoints.Of("dense")},'steps':40,'measure':{{'at':{{'every':4}},'observables':['loss'] }},'stopWhen':{condition} }}"));
        Assert.Equal(("stopWhen", rule, remedy), (problem.Path, problem.Rule, problem.Remedy));
    }

    [Fact]
    public void Bind_ColumnOfTheory_IsNotKnownWhileAPointTrains()
    {
        const string Parts = "'model':{'kind':'diagonal-linear','depth':2},'init':{'kind':'constant','value':0.1},'task':{'kind':'linear-teacher','coefficients':[1],'variances':[1],'samples':3},"
            + "'optimizer':{'kind':'gradient-flow','learningRate':0.1},'engine':'both'";
        var problem = Assert.Single(Spec.Problems($"{{ {Parts},'steps':40,'measure':{{'at':{{'every':4}},'observables':['loss'] }},'stopWhen':'loss.theory < 1' }}"));
        Assert.StartsWith("is not known while a point trains", problem.Rule, StringComparison.Ordinal);
    }
}
