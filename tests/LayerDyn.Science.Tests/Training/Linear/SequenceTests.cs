using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Training.Linear;

/// <summary>Tasks trained one after the other, and their chained exact solutions.</summary>
public sealed class SequenceTests
{
    private const string Teachers = "{'kind':'teacher-student','inputs':6,'outputs':3,'singularValues':[3,2,1],'samples':20},{'kind':'teacher-student','inputs':6,'outputs':3,'singularValues':[2,1.5,0.5],'samples':20,'angle':70}";

    private static Experiment Net(string optimizer, int steps, string switchAt, string init = "'kind':'lambda-balanced','scale':0.01", string widths = "[6,6,3]",
        string tasks = Teachers, string loss = "mse", string engine = "both", string every = "10") => Spec.Bind($$"""
        {'model':{'kind':'deep-linear','widths':{{widths}} },'init':{ {{init}} },'loss':'{{loss}}','engine':'{{engine}}',
         'task':{'kind':'sequence','tasks':[{{tasks}}],'switchAt':{{switchAt}} },
         'optimizer':{ {{optimizer}} },'steps':{{steps}},'measure':{'at':{'every':{{every}} },'observables':['task-loss','loss','mode-strength','weight-norm','kernel-distance'] } }
        """);

    private static Experiment Modes(string optimizer, int steps, string switchAt, string imbalance, string engine = "both", int depth = 2) => Spec.Bind($$"""
        {'model':{'kind':'diagonal-linear','depth':{{depth}} },'init':{'kind':'balanced-constant','product':0.01,'imbalance':{{imbalance}} },'engine':'{{engine}}',
         'task':{'kind':'sequence','tasks':[{'kind':'linear-teacher','coefficients':[1,0.5],'variances':[1,2],'samples':9},{'kind':'linear-teacher','coefficients':[-1,0.8],'variances':[1,2],'samples':9}],'switchAt':{{switchAt}} },
         'optimizer':{ {{optimizer}} },'steps':{{steps}},'measure':{'at':{'every':{{steps / 20}} },'observables':['task-loss','loss','mode-strength','weight-norm'] } }
        """);

    private static double Column(MeasurementTable records, int row, string name) => records[row, records.Columns.ToList().IndexOf(name)];

    private static void AssertIsItsTheory(MeasurementTable records, double tolerance)
    {
        int measured = records.Columns.Count / 2;
        for (int row = 0; row < records.Rows; row++)
            for (int column = 0; column < measured; column++)
                Assert.Equal(records[row, column], records[row, measured + column], tolerance * Math.Max(1, Math.Abs(records[row, column])));
    }

    [Theory]
    [InlineData("'kind':'lambda-balanced','scale':0.01", "[6,6,3]", "mse", "0", "[55]")] // between two measurements
    [InlineData("'kind':'lambda-balanced','lambda':-0.5,'scale':0.01", "[6,4,3]", "mse-mean", "0", "[60]")]
    [InlineData("'kind':'lora','alpha':0.3", "[6,2,3]", "mse", "0", "[40]")]
    [InlineData("'kind':'lambda-balanced','scale':0.01", "[6,6,3]", "mse", "0.3", "[55]")]
    public void Theory_OfTwoDenseTasks_IsTheTrainedFlow(string init, string widths, string loss, string decay, string switchAt)
    {
        var experiment = Net($"'kind':'gradient-flow','learningRate':0.1,'tolerance':1e-13,'weightDecay':{decay}", 150, switchAt, init, widths, loss: loss);
        Assert.IsType<SequenceSolution>(ExactSolutions.Find(experiment, out _));
        var records = Spec.Train(experiment)[0].Records;
        AssertIsItsTheory(records, 2e-9);
        Assert.True(Column(records, 5, "task-loss.1") < Column(records, records.Rows - 1, "task-loss.1")); // forgotten
    }

    [Theory]
    [InlineData(2, "0.5")]
    [InlineData(2, "0")]
    [InlineData(3, "0")]
    public void Theory_OfTwoDiagonalTasks_IsTheTrainedFlow(int depth, string imbalance) =>
        AssertIsItsTheory(Spec.Train(Modes("'kind':'gradient-flow','learningRate':0.1,'tolerance':1e-13", 200, "[70]", imbalance, depth: depth))[0].Records, 1e-9);

    [Fact]
    public void Forgetting_OnceTheSecondIsLearnt_IsHalfTheirSquaredDistance()
    {
        var experiment = Net("'kind':'gradient-flow','learningRate':0.1", 2000, "[600]", every: "200");
        var tasks = ((SequenceData)experiment.Task.Create(0)).Tasks;
        double expected = LinearAlgebra.Subtract(tasks[1].Moments.Best, tasks[0].Moments.Best).Data.Sum(x => x * x) / 2;
        var records = Spec.Train(experiment)[0].Records;
        Assert.InRange(Column(records, 3, "task-loss.1"), 0, 1e-15); // step 600 is still the first task's
        Assert.Equal(Column(records, 3, "task-loss.1"), Column(records, 3, "loss"));
        Assert.Equal(expected, Column(records, 3, "task-loss.2"), 1e-9);
        Assert.Equal(expected, Column(records, 10, "task-loss.1"), 1e-9);
        Assert.Equal(expected, Column(records, 10, "task-loss.1.theory"), 1e-9);
        Assert.Equal(Column(records, 4, "task-loss.2"), Column(records, 4, "loss"));
    }

    [Theory]
    [InlineData("'kind':'gd','learningRate':RATE")]
    [InlineData("'kind':'gd','learningRate':RATE,'weightDecay':0.2")]
    public void Descent_WithSmallerSteps_ComesToTheTheory(string optimizer)
    {
        double[] errors = [.. new[] { 0.004, 0.002 }.Select(rate =>
        {
            int steps = (int)(4 / rate);
            var records = Spec.Train(Net(optimizer.Replace("RATE", FormattableString.Invariant($"{rate}"), StringComparison.Ordinal), steps, $"[{steps / 2}]", every: $"{steps / 20}"))[0].Records;
            return Enumerable.Range(0, records.Rows).Max(row => Math.Abs(Column(records, row, "mode-strength.1") - Column(records, row, "mode-strength.1.theory")));
        })];
        Assert.InRange(errors[0], 1e-4, 0.1);
        Assert.Equal(2, errors[0] / errors[1], 0.2);
    }

    // The first task alone is what the kernels of single tasks train, and the second is their training from there.
    [Theory]
    [InlineData("'kind':'gd','learningRate':0.01")]
    [InlineData("'kind':'gd','learningRate':0.01,'momentum':0.9,'weightDecay':0.1")]
    [InlineData("'kind':'lion','learningRate':0.001,'weightDecay':0.1")]
    public void Train_ASequence_IsTheFirstTaskAlone(string optimizer)
    {
        var sequence = Net(optimizer, 100, "[60]", engine: "train");
        var single = Net(optimizer, 100, "[60]", engine: "train") with
        {
            Task = ((SequenceTask)sequence.Task).Tasks[0],
            Observables = [.. sequence.Observables.Skip(1)],
        };
        var (both, alone) = (Spec.Train(sequence)[0].Records, Spec.Train(single)[0].Records);
        for (int row = 0; row <= 6; row++)
            foreach (string column in new[] { "loss", "weight-norm.1", "kernel-distance" }) Assert.Equal(Column(alone, row, column), Column(both, row, column), 1e-12);
        Assert.True(Math.Abs(Column(alone, 8, "loss") - Column(both, 8, "loss")) > 1e-3);
    }

    [Theory]
    [InlineData("'kind':'gd','learningRate':0.01")]
    [InlineData("'kind':'gd','learningRate':0.01,'momentum':0.9,'schedule':'cosine'")]
    [InlineData("'kind':'sign','learningRate':0.001")]
    [InlineData("'kind':'gradient-flow','learningRate':0.1")]
    public void Train_TogetherAndResumed_SameBytesAsAlone(string optimizer)
    {
        var experiment = Net(optimizer, 100, "[55]", engine: "train");
        var other = Net(optimizer, 100, "[30]", engine: "train");
        var single = experiment with { Task = ((SequenceTask)experiment.Task).Tasks[1], Observables = [.. experiment.Observables.Skip(1)] };
        var alone = Spec.Train(experiment)[0];
        Outcomes.AssertSameBytes(alone, Spec.Train(other, experiment)[1]);
        Outcomes.AssertSameBytes(Spec.Train(single)[0], Spec.Train(single, experiment)[0]);
        Outcomes.AssertSameBytes(alone, Spec.Train(single, experiment)[1]);
        foreach (long step in new[] { 50L, 60 }) Outcomes.AssertSameBytes(alone, Outcomes.ResumedAt(step, experiment, other));
    }

    // u goes from 1 to -1/2 in ln(2 sqrt(2) / C): science of reversal (Braun et al. 2022).
    [Theory]
    [InlineData("0.0001", 10.25006)]
    [InlineData("0.000001", 14.855231)]
    public void Theory_OfAReversal_CrossesWhenTheImbalanceSays(string imbalance, double time)
    {
        var experiment = Modes("'kind':'gradient-flow','learningRate':0.0001", 600_000, "[400000]", imbalance, "theory");
        int step = 400_000 + (int)Math.Round(time / 0.0001);
        var records = Spec.Train(experiment with { MeasureAt = new() { Steps = [step - 1, step + 1] } })[0].Records;
        double[] strengths = [.. Enumerable.Range(0, records.Rows).Where(row => Math.Abs(records.Steps[row] - step) == 1).Select(row => Column(records, row, "mode-strength.1"))];
        Assert.True(strengths[0] > -0.5 && strengths[1] < -0.5, $"{strengths[0]:R} {strengths[1]:R}");
    }

    [Fact]
    public void Checkpoint_Weights_AreOfTheModel()
    {
        var outcome = Spec.Train(Net("'kind':'gd','learningRate':0.01", 400, "[200]", engine: "train"))[0];
        var w1 = new Matrix(6, 6, MemoryMarshal.Cast<byte, double>(outcome.FinalWeights!["W1"].Data).ToArray());
        Assert.Equal(Column(outcome.Records, outcome.Records.Rows - 1, "weight-norm.1"), LinearAlgebra.Norm(w1), 1e-12);
    }

    [Theory]
    [InlineData("'switchAt':[10,20]", "task.switchAt", "one step for each")]
    [InlineData("'switchAt':[100]", "task.switchAt", "before the end")]
    [InlineData("'switchAt':[0]", "task.switchAt[0]", "at least 1")]
    public void Problems_OfSwitches_AreNamed(string switchAt, string path, string rule) => AssertProblem($$"""
        {'kind':'sequence','tasks':[{{Teachers}}],{{switchAt}} }
        """, path, rule);

    [Theory]
    [InlineData("{'kind':'teacher-student','inputs':6,'outputs':3,'singularValues':[3,2,1],'samples':4}", "task.tasks[1].samples", "to whiten")]
    [InlineData("{'kind':'teacher-student','inputs':5,'outputs':3,'singularValues':[3],'samples':9}", "task.tasks[1]", "must have 6 inputs and 3 outputs")]
    [InlineData("{'kind':'teacher-student','inputs':6,'outputs':3,'singularValues':[3,2,1,4],'samples':9,'angle':20}", "task.tasks[1].angle", "twice as many inputs")]
    [InlineData("{'kind':'skills','skills':3}", "task.tasks[1]", "must have 6 inputs")]
    [InlineData("{'kind':'multitask-sparse-parity'}", "task.tasks[1]", "fixed training set")]
    [InlineData("{'kind':'sequence','tasks':['mnist','mnist'],'switchAt':[1]}", "task.tasks[1].kind", "cannot stand inside")]
    public void Problems_OfTheSecondTask_AreNamed(string second, string path, string rule) => AssertProblem($$"""
        {'kind':'sequence','tasks':[{'kind':'teacher-student','inputs':6,'outputs':3,'singularValues':[3],'samples':9},{{second}}],'switchAt':[10] }
        """, path, rule);

    private static void AssertProblem(string task, string path, string rule)
    {
        var problems = Spec.Problems($$"""
            {'model':{'kind':'deep-linear','widths':[6,6,3]},'init':'normal','task':{{task}},
             'optimizer':{'kind':'gd','learningRate':0.01},'steps':100,'measure':{'at':{'every':10},'observables':['loss'] } }
            """);
        Assert.Contains(problems, problem => problem.Path == path && problem.Rule.Contains(rule, StringComparison.Ordinal));
    }

    [Fact]
    public void Problems_OfVeryManyTasks_AreNamed() => AssertProblem(
        $"{{'kind':'sequence','tasks':[{string.Join(',', Enumerable.Repeat("'mnist'", 101))}],'switchAt':[{string.Join(',', Enumerable.Range(1, 100))}]}}", "task.tasks", "at most 100");

    [Theory]
    [InlineData("{'kind':'mlp','widths':[6,6,3]}", "{'kind':'gd','learningRate':0.01}", "loss", "optimizer")]
    [InlineData("{'kind':'deep-linear','widths':[6,6,3]}", "{'kind':'adam','learningRate':0.01}", "loss", "optimizer")]
    [InlineData("{'kind':'deep-linear','widths':[6,6,3],'parametrisation':'ntk'}", "{'kind':'gd','learningRate':0.01}", "loss", "model.parametrisation")]
    [InlineData("{'kind':'deep-linear','widths':[6,6,3]}", "{'kind':'gd','learningRate':0.01}", "sharpness", "measure.observables[0]")]
    [InlineData("{'kind':'deep-linear','widths':[6,6,3]}", "{'kind':'gd','learningRate':0.01,'learningRateUnit':'sharpness'}", "loss", "optimizer.learningRateUnit")]
    public void Problems_OfWhatCannotFollowASequence_AreNamed(string model, string optimizer, string observable, string path) => Assert.Contains(Spec.Problems($$"""
        {'model':{{model}},'init':'normal','task':{'kind':'sequence','tasks':[{{Teachers}}],'switchAt':[10] },
         'optimizer':{{optimizer}},'steps':100,'measure':{'at':{'every':10},'observables':['{{observable}}'] } }
        """), problem => problem.Path == path);

    [Theory]
    [InlineData("'kind':'normal','std':0.5", "'kind':'gd','learningRate':0.01", "lambda-balanced")]
    [InlineData("'kind':'lambda-balanced'", "'kind':'gd','learningRate':0.01,'momentum':0.9", "without momentum")]
    public void Theory_OfTasksWithoutOne_IsRefusedWithTheReason(string init, string optimizer, string reason)
    {
        var problem = Assert.Single(Spec.Problems($$"""
            {'model':{'kind':'deep-linear','widths':[6,6,3]},'init':{ {{init}} },'engine':'both','task':{'kind':'sequence','tasks':[{{Teachers}}],'switchAt':[10] },
             'optimizer':{ {{optimizer}} },'steps':100,'measure':{'at':{'every':10},'observables':['loss'] } }
            """));
        Assert.Equal("engine", problem.Path);
        Assert.Contains("of task 1: ", problem.Remedy, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfASequence_ReadsBackAsItself()
    {
        string text = ExperimentText.Write(Net("'kind':'gd','learningRate':0.01", 100, "[55]"));
        Assert.Equal(text, ExperimentText.Write(ExperimentText.Read(text)));
    }
}
