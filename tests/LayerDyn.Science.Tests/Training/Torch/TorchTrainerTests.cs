using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Tests.Training.Torch;

public sealed class TorchTrainerTests
{
    private const string Parity = """
        {'model':{'kind':'mlp','widths':[9,16,1],'activation':'relu'},'init':{'kind':'normal','std':0.3},
         'task':{'kind':'multitask-sparse-parity','skills':3,'bits':6,'subset':2,'evalSamples':200},'loss':'mse-mean',
         'optimizer':{'kind':'adam','learningRate':0.01,'batchSize':32},'steps':60,'seed':SEED,
         'measure':{'at':{'every':7},'observables':['loss','skill-strength','gradient-norm']}}
        """;

    private const string Classes = """
        {'model':{'kind':'mlp','widths':[4,8,3],'activation':'tanh'},'init':{'kind':'normal','std':1,'fanIn':true,'biases':'normal'},
         'task':{'kind':'teacher-student','inputs':4,'outputs':3,'singularValues':[1,1,1],'samples':30,'testSamples':10},'dtype':'float64',
         'optimizer':{'kind':'sgd','learningRate':0.05,'momentum':0.9,'batchSize':8},'epochs':10,
         'measure':{'at':{'every':4},'observables':['loss','weight-norm']}}
        """;

    [Fact]
    public void DeepLinear_AgreesWithTheLinearTrainer()
    {
        var experiment = Spec.Bind("""
            {'model':{'kind':'deep-linear','widths':[3,5,4,2]},'init':{'kind':'normal','std':0.4},
             'task':{'kind':'gaussian-regression','samples':12},'optimizer':{'kind':'gd','learningRate':0.02},'steps':500,
             'measure':{'at':{'every':100},'observables':['loss','weight-norm']}}
            """);
        var linear = Spec.Train(experiment)[0].Records;
        var torch = Train(new TorchTrainer(), new TrainingPoint(0, experiment)).Records;

        Assert.Equal(linear.Steps, torch.Steps);
        for (int row = 0; row < linear.Rows; row++)
            for (int column = 0; column < linear.Columns.Count; column++)
                Assert.Equal(1, torch[row, column] / linear[row, column], 1e-10);
    }

    [Theory]
    [InlineData(Parity)]
    [InlineData(Classes)]
    public void Points_AloneOrInAnyOrder_GiveTheSameBytes(string spec)
    {
        var experiments = Enumerable.Range(0, 3).Select(seed => Spec.Bind(spec.Replace("SEED", "" + seed))).ToArray();
        var together = Spec.Train(experiments);
        var reversed = Spec.Train([.. experiments.Reverse()]);

        for (int i = 0; i < 3; i++) Assert.Equal(Text(together[i].Records), Text(reversed[2 - i].Records));
    }

    [Theory]
    [InlineData(Parity, 28)]
    [InlineData(Classes, 20)]
    public void ResumedPoint_GivesTheBytesOfAnUndisturbedOne(string spec, long at)
    {
        var experiment = Spec.Bind(spec.Replace("SEED", "0"));
        Checkpoint? saved = null;
        var whole = Train(new TorchTrainer(), new TrainingPoint(0, experiment), (step, checkpoint) => saved ??= step >= at ? checkpoint : null);
        var resumed = Train(new TorchTrainer(), new TrainingPoint(0, experiment, saved));

        Assert.Equal(at, saved!.Step);
        Assert.Equal(Text(whole.Records), Text(resumed.Records));
        foreach (var (name, tensor) in whole.FinalWeights!) Assert.Equal(tensor.Data, resumed.FinalWeights![name].Data);
    }

    [Theory]
    [InlineData("{'kind':'deep-linear','widths':[6,5,3]}", "'gd','learningRate':0.001,'momentum':0.9")]
    [InlineData("{'kind':'mlp','widths':[6,40,3],'activation':'gelu'}", "'adam','weightDecay':0.1,'batchSize':16")]
    [InlineData("{'kind':'mlp','widths':[6,40,3],'activation':'tanh'}", "'sgd','momentum':0.9,'nesterov':true")]
    public void Steps_HoweverMany_LeaveNoTensorToTheCollector(string model, string optimizer)
    {
        var experiment = Spec.Bind($$"""
            {'model':{{model}},'init':{'kind':'normal','std':0.3},'dtype':'float64',
             'task':{'kind':'teacher-student','inputs':6,'outputs':3,'singularValues':[1,1,1],'samples':5000},
             'optimizer':{'kind':{{optimizer}} },'steps':24,'measure':{'at':{'every':5},'observables':['loss','gradient-norm','ntk-distance','weight-norm']} }
            """);
        var statistics = DisposeScopeManager.Statistics; // of this thread
        long before = statistics.ThreadTotalLiveCount;
        List<long> live = [], outside = [];
        Train(new TorchTrainer(), new TrainingPoint(0, experiment), (_, _) =>
        {
            live.Add(statistics.ThreadTotalLiveCount);
            outside.Add(statistics.CreatedOutsideScopeCount);
        });
        Assert.Equal(23, live.Count);
        Assert.All(live, count => Assert.Equal(live[0], count));
        Assert.All(outside, count => Assert.Equal(outside[0], count));
        Assert.Equal(before, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void LearningRateTooLarge_Diverges()
    {
        var outcome = Spec.Train(Spec.Bind(Classes.Replace("0.05", "1e6").Replace("tanh", "relu")))[0];

        Assert.Equal(OutcomeStatus.Diverged, outcome.Status);
        Assert.InRange(outcome.LastStep, 1, 39);
        for (int row = 0; row < outcome.Records.Rows; row++) Assert.True(double.IsFinite(outcome.Records[row, 0]));
    }

    [Fact]
    public void SparseParity_Labels_AreTheParitiesOfDisjointSubsets()
    {
        var data = new MultitaskSparseParityTask { Skills = 3, Bits = 7, Subset = 2, TargetScale = 5, EvalSamples = 600 }.Create(1);
        int batch = 400, inputs = 10;
        float[] x = new float[batch * inputs], y = new float[batch], again = new float[batch * inputs];
        data.FillBatch(3, batch, x, y, []);
        data.FillBatch(3, batch, again, new float[batch], []);

        Assert.Equal(x, again);
        // For each skill exactly one pair of bits explains every label; the pairs are disjoint.
        var pairs = new List<(int, int)>();
        for (int skill = 0; skill < 3; skill++)
        {
            var rows = Enumerable.Range(0, batch).Where(i => x[i * inputs + skill] == 1).ToList();
            Assert.NotEmpty(rows);
            for (int a = 0; a < 7; a++)
                for (int b = a + 1; b < 7; b++)
                    if (rows.All(i => y[i] == ((x[i * inputs + 3 + a] + x[i * inputs + 3 + b]) % 2 == 0 ? 5 : -5))) pairs.Add((a, b));
        }

        Assert.Equal(3, pairs.Count);
        Assert.Equal(6, pairs.SelectMany(pair => (int[])[pair.Item1, pair.Item2]).Distinct().Count());
        Assert.Equal([0, 1, 2], data.Train.Groups!.Distinct().Order());
    }

    [Fact]
    [Trait("Category", "Data")]
    public void Mnist_RealImages_AreScaledAndLabelled()
    {
        var task = new MnistTask { Path = RepositoryRoot.Of("data", "mnist"), TrainSamples = 100, TestSamples = 50, InputScale = 0.5, TargetScale = 3 };
        var problems = new ProblemList();
        task.Validate(problems);
        Assert.Empty(problems.Problems); // infra/fetch-mnist.sh fetches the files
        var data = task.Create(0);

        Assert.Equal((100, 784, 10), (data.Train.X.Rows, data.Train.X.Columns, data.Train.Y.Columns));
        Assert.Equal(0.5, data.Train.X.Data.Max(), 1e-6);
        for (int n = 0; n < 100; n++)
            for (int c = 0; c < 10; c++) Assert.Equal(c == data.Train.Labels![n] ? 3 : 0, data.Train.Y[n, c]);
        Assert.NotEqual(data.Train.Labels, task.Create(1).Train.Labels);
    }

    private static TrainingOutcome Train(ITrainer trainer, TrainingPoint point, Action<long, Checkpoint>? checkpoint = null)
    {
        TrainingOutcome? outcome = null;
        trainer.Train([point], new TrainingRun
        {
            Complete = completed => outcome = completed,
            WantsCheckpoint = (_, _) => checkpoint is not null,
            Checkpoint = (_, saved) => checkpoint!(saved.Step, saved),
        });
        return outcome!;
    }

    private static string Text(MeasurementTable records) => string.Join('\n', Enumerable.Range(0, records.Rows).Select(row =>
        records.Steps[row] + " " + string.Join(' ', Enumerable.Range(0, records.Columns.Count).Select(column => BitConverter.DoubleToInt64Bits(records[row, column])))));
}
