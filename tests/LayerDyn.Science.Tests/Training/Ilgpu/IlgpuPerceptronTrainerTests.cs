using CsCheck;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Ilgpu;
using LayerDyn.Science.Training.Ilgpu.Perceptrons;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Tests.Training.Ilgpu;

/// <summary>The perceptrons' kernels, on <see cref="DeviceUnderTest"/>, against the processor's own engine.</summary>
public sealed class IlgpuPerceptronTrainerTests
{
    private static readonly Lazy<IlgpuDevice> Accelerator = new(DeviceUnderTest.Open);
    private static readonly DeviceInfo Graphics = DeviceUnderTest.Graphics;
    private static readonly MlpTrainer Processor = new();
    private static readonly IlgpuPerceptronTrainer Device = new(_ => Accelerator.Value);

    // In passes of so few samples, a step takes several.
    private static readonly IlgpuPerceptronTrainer InPasses = new(_ => Accelerator.Value, mostSamples: 7);

    private static readonly Gen<string> Optimizers = Gen.Select(
        Gen.OneOf("0.01", "0.003", "0.2"),
        Gen.OneOf("'kind':'gd'", "'kind':'gd','momentum':0.8", "'kind':'sgd','batchSize':BATCH,'weightDecay':0.01",
            "'kind':'sgd','batchSize':BATCH,'momentum':0.9,'dampening':0.1", "'kind':'sgd','batchSize':BATCH,'momentum':0.9,'nesterov':true",
            "'kind':'adam','weightDecay':0.01,'batchSize':BATCH", "'kind':'adamw','weightDecay':0.5,'betas':[0.9,0.98]"),
        Gen.OneOf("", ",'schedule':{'kind':'cosine'}"),
        (rate, optimizer, schedule) => $"'optimizer':{{ {optimizer},'learningRate':{rate}{schedule} }}");

    private static readonly Gen<string> Models = Gen.Select(
        Gen.OneOf(1, 3, 5, 16, 17, 35).Array[0, 2], Gen.OneOf("tanh", "relu", "linear"), Gen.Bool, Gen.OneOf("1", "0.5"), Gen.OneOf("seed", "point"),
        (hidden, activation, biases, scale, from) =>
            $"'model':{{'kind':'mlp','widths':[IN{string.Concat(hidden.Select(width => $",{width}"))},OUT],'activation':'{activation}','biases':{(biases ? "true" : "false")},'outputScale':{scale} }},"
            + $"'init':{{'kind':'normal','std':1,'fanIn':true{(biases ? ",'biases':'normal'" : "")} }},'weightsFrom':'{from}'");

    private static readonly Gen<string> Tasks = Gen.OneOf(
        Gen.Select(Gen.Int[1, 20], Gen.OneOf(1, 4, 6, 33), Gen.Int[2, 24], (inputs, outputs, samples) =>
            ($"'task':{{'kind':'teacher-student','inputs':{inputs},'outputs':{outputs},'singularValues':[1],'whiten':false,'samples':{samples},'testSamples':5}}", inputs, outputs)),
        Gen.Int[3, 6].Select(modulus => ($"'task':{{'kind':'modular-addition','modulus':{modulus},'trainFraction':0.8,'encoding':'one-hot'}}", 2 * modulus, modulus)),
        Gen.OneOf(0, 20).Select(samples =>
            ($"'task':{{'kind':'multitask-sparse-parity','skills':3,'bits':8,'subset':2,'evalSamples':20,'samples':{samples} }}", 11, 1)))
        .SelectMany(task => Gen.OneOf("mse", "mse-mean", "cross-entropy").Select(loss =>
            $"{task.Item1},'loss':'{(loss == "cross-entropy" && !task.Item1.Contains("modular") ? "mse" : loss)}'|{task.Item2}|{task.Item3}"));

    private static readonly Gen<string> Points = Gen.Select(Models, Tasks, Optimizers, Gen.Int[1, 12], Gen.OneOf("{'every':5}", "{'logPerDecade':4}"), Gen.Int[1, 13],
        (model, task, optimizer, steps, at, batch) =>
            Point(model, task, task.Contains("'samples':0") && !optimizer.Contains("BATCH") ? "'optimizer':{'kind':'sgd','batchSize':BATCH,'learningRate':0.01}" : optimizer,
                $"'steps':{steps},'measure':{{'at':{at},'observables':['loss','weight-norm'] }}", batch));

    [Fact]
    public void Train_DrawnPoints_SameBytesAsTheProcessor() =>
        Gen.Select(Points, Gen.Int[1, 3], Gen.Bool).Sample(
            (points, count, inPasses) => AssertSame(inPasses ? InPasses : Device, [.. Enumerable.Range(0, count).Select(seed => Bind(points, seed))]), iter: 40, threads: 1);

    // The tile of GPUs, by as many threads; on a GPU with layers and steps as people have them.
    [Fact]
    public void Train_InLargeTiles_SameBytesAsTheProcessor()
    {
        var tiles = new Lazy<IlgpuDevice>(() => DeviceUnderTest.Open(threads: LargeTile.Side));
        (string inputs, string hidden, int samples, int steps) = DeviceUnderTest.IsGraphics ? ("300", "512,400,3,257", 1000, 300) : ("70", "66", 67, 1);
        AssertSame(new IlgpuPerceptronTrainer(_ => tiles.Value), [.. Enumerable.Range(0, DeviceUnderTest.IsGraphics ? 4 : 1).Select(seed => Bind(
            $"'model':{{'kind':'mlp','widths':[{inputs},{hidden},20],'activation':'tanh' }},'init':{{'kind':'normal','std':1,'fanIn':true }},"
            + $"'task':{{'kind':'teacher-student','inputs':{inputs},'outputs':20,'singularValues':[1],'whiten':false,'samples':{samples} }},"
            + $"'optimizer':{{'kind':'adam','learningRate':0.001,'batchSize':100 }},'steps':{steps},'measure':{{'at':{{'every':{steps} }},'observables':['loss'] }}", seed))]);
    }

    [Fact]
    public void Train_PointsOfAShape_SameBytesTogetherAndAlone()
    {
        Experiment[] points = [.. new[] { ("0.01", "1", 0), ("0.03", "2", 0), ("0.01", "0.5", 1), ("0.002", "1", 1) }.Select(point => Bind(
            $"'model':{{'kind':'mlp','widths':[8,17,4],'activation':'relu','outputScale':{point.Item2} }},'init':{{'kind':'normal','std':1,'fanIn':true }},"
            + "'task':{'kind':'modular-addition','modulus':4,'trainFraction':0.8,'encoding':'one-hot'},'loss':'cross-entropy',"
            + $"'optimizer':{{'kind':'adam','learningRate':{point.Item1},'batchSize':5 }},'steps':15,'measure':{{'at':{{'every':7 }},'observables':['loss','weight-drift'] }}", point.Item3))];

        Assert.Single(points.Select(Device.ShapeKey).Distinct());
        var together = AssertSame(Device, points);
        for (int i = 0; i < points.Length; i++) Outcomes.AssertSameBytes(DeviceUnderTest.Run(Device, Graphics, [points[i]])[0], together[i]);
    }

    [Fact]
    public void Train_DrawnPoints_GoOnFromEachOthersCheckpoints() =>
        Gen.Select(Models, Tasks, Optimizers).Where((_, task, optimizer) => !task.Contains("'samples':0") || optimizer.Contains("BATCH")).Sample((model, task, optimizer) =>
        {
            string point = Point(model, task, optimizer, "'steps':14,'measure':{'at':{'steps':[6,9]},'observables':['loss','weight-drift']}", 5);
            var experiment = Bind(point, 1);
            var undisturbed = DeviceUnderTest.Run(Processor, DeviceInfo.Cpu, [experiment])[0];
            var (ours, theirs) = (DeviceUnderTest.CheckpointOf(Device, Graphics, experiment, 6), DeviceUnderTest.CheckpointOf(Processor, DeviceInfo.Cpu, experiment, 6));
            Assert.Equal(theirs is null, ours is null);
            if (theirs is null || ours is null)
            {
                // A point that has diverged by then has no checkpoint to go on from.
                Assert.Equal(OutcomeStatus.Diverged, undisturbed.Status);
                return;
            }

            Assert.Equal(theirs.Tensors.Keys, ours.Tensors.Keys);
            foreach (var (name, tensor) in theirs.Tensors) Assert.Equal(tensor.Data, ours.Tensors[name].Data);
            foreach (var (trainer, device, checkpoint) in ((ITrainer, DeviceInfo, Checkpoint)[])[(Device, Graphics, theirs), (Processor, DeviceInfo.Cpu, ours), (InPasses, Graphics, ours)])
                Outcomes.AssertSameBytes(undisturbed, DeviceUnderTest.Run(trainer, device, [new TrainingPoint(0, experiment, checkpoint), new TrainingPoint(1, Bind(point, 2))])[0]);
        }, iter: 6, threads: 1);

    // Weights are checked every 100 steps, on the device, and at measured steps, on the processor.
    [Theory]
    [InlineData("tanh", 1, 12)]
    [InlineData("relu", 1000, 105)]
    public void Train_TooLargeSteps_DivergeAtTheProcessorsStepBesideOthers(string activation, int every, int steps)
    {
        Experiment[] points = [.. new[] { "1e9", "0.01", "30", "1e30" }.Select(rate => Bind(
            $"'model':{{'kind':'mlp','widths':[2,3,2],'activation':'{activation}' }},'init':{{'kind':'normal','std':1 }},"
            + "'task':{'kind':'gaussian-regression','inputs':2,'outputs':2,'samples':3,'whiten':false},"
            + $"'optimizer':{{'kind':'gd','learningRate':{rate} }},'steps':{steps},'measure':{{'at':{{'every':{every} }},'observables':['loss'] }}", 3))];

        var outcomes = AssertSame(Device, points);

        Assert.Equal(OutcomeStatus.Diverged, outcomes[0].Status);
        Assert.Equal(OutcomeStatus.Finished, outcomes[1].Status);
    }

    [Fact]
    public void Train_Cancelled_StopsBetweenRounds()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Device.Train([new(0, Small(1_000_000))], new TrainingRun
        {
            Complete = _ => Assert.Fail("it was trained to its end"),
            Progress = (_, step) =>
            {
                if (step > 0) source.Cancel();
            },
            Device = Graphics,
            CancellationToken = source.Token,
        }));
    }

    [Fact]
    public void For_PerceptronOnAGraphicsProcessor_IsThisTrainer()
    {
        var perceptron = Small(10);

        Assert.IsType<IlgpuPerceptronTrainer>(Trainer.For(perceptron, Graphics));
        Assert.IsType<MlpTrainer>(Trainer.For(perceptron, DeviceInfo.Cpu));
        Assert.False(Device.Supports(perceptron with { DType = DType.Float64 }, Graphics));
        Assert.False(Device.Supports(perceptron with { Optimizer = new Lion() }, Graphics));
        var squares = perceptron with { Model = (MlpModel)perceptron.Model with { Activation = Activation.Square } };
        Assert.False(Device.Supports(squares, Graphics));
        Assert.IsType<MlpTrainer>(Trainer.For(squares, Graphics)); // on the processor
    }

    [Theory]
    [InlineData(99, 0)] // which is not there
    [InlineData(0, 1000)]
    public void Train_UnusableOrSmallGraphicsProcessor_IsLeftToTheProcessor(int index, long memory)
    {
        var perceptron = Small(10);
        var device = new DeviceInfo(DeviceInfo.CudaKind, index, "Under test", memory);
        var trainer = index == 0 ? new IlgpuPerceptronTrainer(_ => Accelerator.Value) : new IlgpuPerceptronTrainer();

        Outcomes.AssertSameBytes(DeviceUnderTest.Run(Processor, DeviceInfo.Cpu, [perceptron])[0], DeviceUnderTest.Run(trainer, device, [perceptron])[0]);
    }

    private static string Point(string model, string task, string optimizer, string rest, int batch)
    {
        string[] parts = task.Split('|');
        return $"{model},{parts[0]},{optimizer},{rest}".Replace("IN", parts[1]).Replace("OUT", parts[2]).Replace("BATCH", $"{batch}");
    }

    private static Experiment Small(long steps) => Bind(
        "'model':{'kind':'mlp','widths':[5,6,2],'activation':'tanh'},'init':{'kind':'normal','std':1},"
        + "'task':{'kind':'gaussian-regression','inputs':5,'outputs':2,'samples':9,'whiten':false},"
        + $"'optimizer':{{'kind':'gd','learningRate':0.0001 }},'steps':{steps},'measure':{{'at':{{'every':{steps} }},'observables':['loss'] }}", 0);

    private static Experiment Bind(string point, int seed) => Spec.Bind($"{{{point},'seed':{seed} }}");

    private static TrainingOutcome[] AssertSame(ITrainer device, Experiment[] points)
    {
        var (expected, actual) = (DeviceUnderTest.Run(Processor, DeviceInfo.Cpu, points), DeviceUnderTest.Run(device, Graphics, points));
        for (int i = 0; i < points.Length; i++) Outcomes.AssertSameBytes(expected[i], actual[i]);
        return actual;
    }
}
