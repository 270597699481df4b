using LayerDyn.Science.Experiments;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tests.Training;
using LayerDyn.Science.Tests.Training.Ilgpu;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.GradientFlow;
using LayerDyn.Science.Training.Ilgpu;
using LayerDyn.Science.Training.Ilgpu.Flow;
using LayerDyn.Science.Training.Ilgpu.Perceptrons;
using LayerDyn.Science.Training.Linear;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Tests.Keeping;

/// <summary>What is kept of trainings, in every engine.</summary>
public sealed class KeepTests
{
    private const string Everything = "{'weights':[0,8,'last'],'features':'last','outputs':[4,'last'],'kernel':'last'}";

    public static TheoryData<string> Names => EnginePoints.Names;

    // The task of the attention points is a population unless sequences are drawn, and has no samples then.
    // No kernel is kept of points at rates by layer.
    private static Experiment Bind(string engine, string keep, int seed, string more = "") => Spec.Bind(
        $"{{ {EnginePoints.Of(engine).Replace("'dimension':4", "'dimension':4,'sequences':9")},'seed':{seed},'steps':20,'measure':{{'at':{{'every':4}},'observables':['loss'] }}{(keep.Length > 0 ? $",'keep':{(engine == "one pass" || engine.EndsWith("at rates by layer", StringComparison.Ordinal) ? keep.Replace(",'kernel':'last'", "") : keep)}" : "")}{more} }}");

    private static (TrainingOutcome[] Outcomes, List<KeptState>[] Kept) Train(params TrainingPoint[] points) => Train(run => Trainer.Run(points, run), points.Length);

    private static (TrainingOutcome[] Outcomes, List<KeptState>[] Kept) Train(Action<TrainingRun> train, int points)
    {
        var outcomes = new TrainingOutcome[points];
        List<KeptState>[] kept = [.. Enumerable.Range(0, points).Select(_ => new List<KeptState>())];
        train(new TrainingRun { Complete = outcome => outcomes[outcome.Index] = outcome, Keep = (index, state) => kept[index].Add(state) });
        return (outcomes, kept);
    }

    private static void AssertSame(IReadOnlyList<KeptState> expected, IReadOnlyList<KeptState> actual)
    {
        Assert.Equal(expected.Select(state => state.Step), actual.Select(state => state.Step));
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one.Tensors.Keys, other.Tensors.Keys);
            foreach (var (name, tensor) in one.Tensors)
            {
                Assert.Equal(tensor.Dimensions, other.Tensors[name].Dimensions);
                Assert.Equal(tensor.Data, other.Tensors[name].Data);
            }
        }
    }

    private static double[] Values(CheckpointTensor tensor) => tensor.DType == DType.Float64
        ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(tensor.Data).ToArray()
        : Array.ConvertAll(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray(), value => (double)value);

    private static Matrix AsMatrix(CheckpointTensor tensor) => new((int)tensor.Dimensions[0], (int)tensor.Dimensions[1], Values(tensor));

    // Nothing about the results changes, and what is kept is the same together, alone, and in parts before and after a checkpoint.
    [Theory]
    [MemberData(nameof(Names))]
    public void Train_KeptSteps_SameBytesTogetherAloneAndResumed(string engine)
    {
        Experiment[] points = [.. Enumerable.Range(0, 3).Select(seed => Bind(engine, seed == 1 ? "{'weights':'all'}" : Everything, seed))];
        var together = Train([.. points.Select((point, i) => new TrainingPoint(i, point))]);
        var without = Spec.Train([.. points.Select((_, seed) => Bind(engine, "", seed))]);

        Assert.Equal([0, 4, 8, 20], together.Kept[0].Select(state => state.Step));
        Assert.Equal([0, 4, 8, 12, 16, 20], together.Kept[1].Select(state => state.Step));
        for (int i = 0; i < points.Length; i++)
        {
            Outcomes.AssertSameBytes(without[i], together.Outcomes[i]);
            AssertSame(together.Kept[i], Train(new TrainingPoint(0, points[i])).Kept[0]);
            var last = together.Kept[i][^1].Tensors;
            foreach (var (name, tensor) in together.Outcomes[i].FinalWeights!) Assert.Equal(tensor.Data, last[name].Data);
        }

        Checkpoint? checkpoint = null;
        var before = Train(run => Trainer.Run([new TrainingPoint(0, points[0])], new TrainingRun
        {
            Complete = _ => { },
            Keep = (index, state) =>
            {
                if (checkpoint is null) run.Keep(index, state);
            },
            WantsCheckpoint = (_, step) => step == 8,
            Checkpoint = (_, taken) => checkpoint = taken,
        }), 1);
        var after = Train(new TrainingPoint(0, points[0], checkpoint), new TrainingPoint(1, points[1]));
        AssertSame(together.Kept[0], [.. before.Kept[0], .. after.Kept[0]]);
        AssertSame(together.Kept[1], after.Kept[1]);
        Assert.All(points[0].Model.Parameters(points[0].Task.Shape), parameter => Assert.Contains(parameter.Name, checkpoint!.Tensors.Keys)); // one name everywhere
    }

    [Theory]
    [InlineData("two by two")]
    [InlineData("dense")]
    [InlineData("diagonal")]
    [InlineData("signs")]
    [InlineData("flow")]
    [InlineData("perceptron")]
    public void Train_KeptStepsOnADevice_SameBytesAsTheProcessor(string engine)
    {
        var device = new Lazy<IlgpuDevice>(DeviceUnderTest.Open);
        (ITrainer processor, ITrainer graphics) = engine switch
        {
            "perceptron" => ((ITrainer)new MlpTrainer(), (ITrainer)new IlgpuPerceptronTrainer(_ => device.Value)),
            "flow" => (new GradientFlowTrainer(), new IlgpuFlowTrainer(_ => device.Value)),
            _ => (new LinearTrainer(), new IlgpuLinearTrainer(_ => device.Value)),
        };
        TrainingPoint[] points = [.. Enumerable.Range(0, 3).Select(seed => new TrainingPoint(seed, Bind(engine, Everything, seed)))];

        var expected = Train(run => processor.Train(points, run), 3);
        var actual = Train(run => graphics.Train(points, new TrainingRun { Complete = run.Complete, Keep = run.Keep, Device = DeviceUnderTest.Graphics }), 3);
        for (int i = 0; i < 3; i++) AssertSame(expected.Kept[i], actual.Kept[i]);
    }

    // Worked out from the weights by themselves: f(x) = W2 W1 x, features W1 x, and the kernel of two layers.
    [Fact]
    public void Train_TwoLayers_KeepsWhatFollowsFromTheWeights()
    {
        var point = Bind("dense", Everything, 3);
        var kept = Train(new TrainingPoint(0, point)).Kept[0][^1].Tensors;
        var x = point.Task.Create(point.Seed).Train.X;
        Matrix w1 = AsMatrix(kept["W1"]), w2 = AsMatrix(kept["W2"]);

        Assert.Equal(["features.train", "kernel", "outputs.train", "W1", "W2"], kept.Keys.Order(StringComparer.OrdinalIgnoreCase));
        var features = AsMatrix(kept["features.train"]);
        var outputs = AsMatrix(kept["outputs.train"]);
        var kernel = AsMatrix(kept["kernel"]);
        for (int n = 0; n < x.Rows; n++)
        {
            double[] hidden = [.. Enumerable.Range(0, w1.Rows).Select(h => Enumerable.Range(0, x.Columns).Sum(i => w1[h, i] * x[n, i]))];
            for (int h = 0; h < hidden.Length; h++) Assert.Equal(hidden[h], features[n, h], 1e-12);
            for (int o = 0; o < w2.Rows; o++) Assert.Equal(hidden.Select((value, h) => w2[o, h] * value).Sum(), outputs[n, o], 1e-12);
            for (int m = 0; m < x.Rows; m++)
            {
                double inputs = Enumerable.Range(0, x.Columns).Sum(i => x[n, i] * x[m, i]), layer = Enumerable.Range(0, features.Columns).Sum(h => features[n, h] * features[m, h]);
                for (int o = 0; o < w2.Rows; o++)
                    for (int p = 0; p < w2.Rows; p++)
                        Assert.Equal(Enumerable.Range(0, w2.Columns).Sum(h => w2[o, h] * w2[p, h]) * inputs + (o == p ? layer : 0), kernel[n * w2.Rows + o, m * w2.Rows + p], 1e-10);
            }
        }
    }

    [Fact]
    public void Train_PointThatStops_HasItsLastStepThereAndNoneBeyond()
    {
        var kept = Train(new TrainingPoint(0, Bind("dense", "{'weights':[0,16,'last']}", 0, ",'stopWhen':'step >= 8'"))).Kept[0];
        Assert.Equal([0, 8], kept.Select(state => state.Step));
    }

    [Fact]
    public void Train_PointThatDiverges_KeepsWhatItReachedAndNoLastStep()
    {
        var point = Bind("dense", "{'weights':[0,'last']}", 0);
        var (outcomes, kept) = Train(new TrainingPoint(0, point with { Optimizer = point.Optimizer with { LearningRate = 1e200 } }));
        Assert.Equal(OutcomeStatus.Diverged, outcomes[0].Status);
        Assert.Equal([0], kept[0].Select(state => state.Step));
    }

    [Fact]
    public void Write_Keep_IsPartOfTheTextOnlyWhereThereIsOne()
    {
        string without = ExperimentText.Write(Bind("dense", "", 0)), with = ExperimentText.Write(Bind("dense", "{'weights':['last',8,0,8],'data':true,'outputs':'all'}", 0));
        Assert.DoesNotContain("keep", without);
        Assert.Equal(without.Replace("\"loss\":\"mse\"", "\"keep\":{\"data\":true,\"outputs\":\"all\",\"weights\":[0,8,\"last\"]},\"loss\":\"mse\""), with);
        Assert.Equal(with, ExperimentText.Write(ExperimentText.Read(with)));
        Assert.Equal(without, ExperimentText.Write(Bind("dense", "{'data':false}", 0)));
        Assert.Equal(ExperimentText.WriteDynamics(Bind("dense", "", 0)), ExperimentText.WriteDynamics(Bind("dense", "{'weights':0}", 0))); // the same random numbers
    }

    [Theory]
    [InlineData("{'weights':9}", "keep.weights", "is not a measured step: the nearest are 8 and 12", "keep one of these, or measure it (measure.at)")]
    [InlineData("{'weights':21}", "keep.weights", "must not be past the end of the training, step 20", "remove it, or write last")]
    [InlineData("{'weights':-1}", "keep.weights", "must be at least 0", null)]
    [InlineData("{'weights':'lst'}", "keep.weights", "is not a step", "write a step, last, a list of these as [0, 1000, last], or all for every measured step")]
    [InlineData("{'weights':[]}", "keep.weights", "must name at least one step", "write a step, last, a list of these as [0, 1000, last], or all for every measured step")]
    [InlineData("{'weigths':0}", "keep.weigths", "cannot be kept", "did you mean 'weights'?")]
    [InlineData("{'data':1}", "keep.data", "must be true or false", null)]
    [InlineData("[0]", "keep", "must be a mapping", "write keep: { weights: [0, last] }")]
    public void Bind_WrongKeep_SaysWhyAndWhatToWrite(string keep, string path, string rule, string? remedy)
    {
        var problem = Assert.Single(Spec.Problems($"{{ {EnginePoints.Of("dense")},'steps':20,'measure':{{'at':{{'every':4}},'observables':['loss'] }},'keep':{keep} }}"));
        Assert.Equal((path, rule, remedy), (problem.Path, problem.Rule, problem.Remedy));
    }

    [Theory]
    [InlineData("'engine':'theory'", "'model':{'kind':'diagonal-linear','depth':2},'init':{'kind':'constant','value':0.1},'task':{'kind':'linear-teacher','coefficients':[1],'variances':[1],'samples':3},'optimizer':{'kind':'gradient-flow','learningRate':0.1}", "'weights':0", "needs a training: an exact solution has no network that could be kept")]
    [InlineData("'seed':0", "'model':{'kind':'linear-attention','heads':4},'init':{'kind':'normal','std':0.5},'task':{'kind':'in-context-regression','dimension':4},'optimizer':{'kind':'gd','learningRate':0.5}", "'outputs':0", "needs sequences that are drawn: the population has its second moments alone")]
    [InlineData("'seed':0", "'model':{'kind':'deep-linear','widths':[4,3,2]},'init':{'kind':'normal','std':0.4},'task':{'kind':'gaussian-regression','samples':5000,'whiten':false},'optimizer':{'kind':'gd','learningRate':0.05}", "'kernel':0", "has 10000 rows and columns here, one for each sample and output: at most 4096 are kept")]
    [InlineData("'seed':0", "'model':{'kind':'mlp','widths':[10,8,1],'activation':'relu'},'init':{'kind':'normal','std':0.4},'task':{'kind':'multitask-sparse-parity','skills':3,'bits':7,'subset':2},'optimizer':{'kind':'sgd','learningRate':0.05,'batchSize':4}", "'kernel':0,'weights':0", "needs a task with a fixed training set: this one draws each batch anew")]
    public void Bind_KeepThatIsNotThere_SaysWhy(string more, string parts, string keep, string rule)
    {
        var problem = Assert.Single(Spec.Problems($"{{ {parts},{more},'steps':20,'measure':{{'at':{{'every':4}},'observables':['loss'] }},'keep':{{{keep}}} }}"));
        Assert.Equal(rule, problem.Rule);
    }

    // Features are as wide as what the last layer reads, and the numbers of a step are one file of at most 1 GiB, eight bytes each.
    [Theory]
    [InlineData("'deep-linear','widths':[50000,10,1]", 5000, "float64", "'features':'last','outputs':'last'", null)]
    [InlineData("'mlp','widths':[784,2400,10],'activation':'relu'", 60000, "float32", "'outputs':'last'", null)]
    [InlineData("'mlp','widths':[784,2400,10],'activation':'relu'", 60000, "float32", "'features':'last'", "keep.features takes 1.1 GiB at each step: at most 1 GiB is kept")]
    [InlineData("'mlp','widths':[4,10,10],'activation':'relu'", 9_000_000, "float32", "'features':'last','outputs':[0,'last']", "keep takes 1.3 GiB together at one step: at most 1 GiB is kept")]
    [InlineData("'mlp','widths':[4,10,10],'activation':'relu'", 9_000_000, "float32", "'features':0,'outputs':'last'", null)]
    [InlineData("'deep-linear','widths':[4,16384,1]", 8192, "float64", "'features':'last'", "keep takes 1.0 GiB together at one step: at most 1 GiB is kept")]
    public void Bind_KeepThatIsLarge_IsRefusedByItsSize(string model, int samples, string dtype, string keep, string? problem)
    {
        var problems = Spec.Problems(
            $"{{ 'seed':0,'model':{{'kind':{model} }},'init':{{'kind':'normal','std':0.4}},'task':{{'kind':'gaussian-regression','samples':{samples},'whiten':false}}," +
            $"'optimizer':{{'kind':'gd','learningRate':0.05}},'dtype':'{dtype}','steps':20,'measure':{{'at':{{'every':4}},'observables':['loss'] }},'keep':{{{keep}}} }}");
        Assert.Equal(problem is null ? [] : [problem], problems.Select(each => $"{each.Path} {each.Rule}"));
    }

    [Fact]
    public void OfPoint_AllParts_IsAtLeastWhatIsKept()
    {
        foreach (string engine in EnginePoints.All)
        {
            var point = Bind(engine, Everything, 0);
            double kept = Train(new TrainingPoint(0, point)).Kept[0].Sum(state => state.Tensors.Sum(tensor => (double)tensor.Value.Data.Length));
            Assert.True(KeepSize.OfPoint(point) >= kept, $"{engine}: {KeepSize.OfPoint(point)} < {kept}");
        }
    }
}
