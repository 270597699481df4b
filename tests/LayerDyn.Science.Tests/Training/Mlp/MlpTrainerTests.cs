using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Mlp;
using LayerDyn.Science.Training.Torch;
using static LayerDyn.Science.Tests.Training.Outcomes;

namespace LayerDyn.Science.Tests.Training.Mlp;

public sealed class MlpTrainerTests
{
    private const string Dense = "{'kind':'teacher-student','inputs':21,'outputs':OUT,'singularValues':[1],'samples':150,'testSamples':40}";
    private const string OneHot = "{'kind':'modular-addition','modulus':OUT,'trainFraction':0.7,'encoding':'one-hot'}";
    private const string Parity = "{'kind':'multitask-sparse-parity','skills':3,'bits':18,'subset':2,'evalSamples':300,'samples':DRAWN}";

    // Weights of their own: how far float32 carries depends on them, and with adamw's tiny gradients not all agree to 1e-4.
    private static Experiment Bind(string widths, string task, string activation, string loss, string optimizer, string model = "", int steps = 300, string observables = "'loss','gradient-norm','weight-norm'") => Spec.Bind($$"""
        {'model':{'kind':'mlp','widths':[{{widths}}],'activation':'{{activation}}'{{model}} },
         'init':{'kind':'normal','std':1,'fanIn':true,'biases':'normal'},'weightsFrom':'point','task':{{task.Replace("OUT", widths.Split(',')[^1])}},'loss':'{{loss}}',
         'optimizer':{ {{optimizer}} },'steps':{{steps}},'measure':{'at':{'every':50},'observables':[{{observables}}]} }
        """);

    public static TheoryData<string, string, string, string, string, string> Cases => new()
    {
        { "21,50,3", Dense, "tanh", "mse", "'kind':'gd','learningRate':0.05", "" },
        { "21,50,40,12", Dense, "relu", "mse-mean", "'kind':'gd','learningRate':0.05,'momentum':0.8", "" },
        { "21,12", Dense, "linear", "mse", "'kind':'sgd','learningRate':0.02,'batchSize':32,'weightDecay':0.01", "" },
        { "21,7,3,17,5", Dense, "tanh", "mse", "'kind':'sgd','learningRate':0.02,'batchSize':32,'momentum':0.9,'dampening':0.1", ",'outputScale':0.5" },
        { "21,33,2", Dense, "relu", "mse", "'kind':'sgd','learningRate':0.01,'batchSize':31,'momentum':0.9,'nesterov':true", ",'biases':false" },
        { "14,64,7", OneHot, "relu", "cross-entropy", "'kind':'adamw','learningRate':0.0005,'weightDecay':0.5,'betas':[0.9,0.98]", "" },
        { "14,3,7", OneHot, "tanh", "cross-entropy", "'kind':'adam','learningRate':0.003,'weightDecay':0.01,'batchSize':16,'schedule':{'kind':'cosine'}", ",'outputScale':2" },
        { "14,60,7", OneHot, "square", "mse-mean", "'kind':'adamw','learningRate':0.001,'weightDecay':0.5", ",'biases':false" },
        { "21,20,9,3", Dense, "square", "mse", "'kind':'gd','learningRate':0.0005", ",'outputScale':0.1" },
        { "21,90,1", Parity.Replace("DRAWN", "0"), "relu", "mse-mean", "'kind':'sgd','learningRate':0.05,'batchSize':500", "" },
        { "21,50,3", Dense, "tanh", "mse", "'kind':'gd','learningRate':0.05,'weightDecay':0.02", "" },
        { "21,33,2", Dense, "relu", "mse", "'kind':'gd','learningRate':0.02,'momentum':0.8,'weightDecay':0.02", "" },
        { "21,50,3", Dense, "tanh", "mse", "'kind':'sign','learningRate':0.0001,'weightDecay':0.02", "" },
        { "14,64,7", OneHot, "relu", "cross-entropy", "'kind':'sign','learningRate':0.0001,'momentum':0.9", "" },
        { "21,50,3", Dense, "tanh", "mse", "'kind':'lion','learningRate':0.0001,'weightDecay':0.5,'batchSize':32", "" },
        { "21,90,30,1", Parity.Replace("DRAWN", "400"), "tanh", "mse", "'kind':'adam','learningRate':0.0003", "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_AnyNet_AgreesWithTheTorchTrainer(string widths, string task, string activation, string loss, string optimizer, string model)
    {
        var experiment = Bind(widths, task, activation, loss, optimizer, model);
        var trainer = new MlpTrainer();
        Assert.True(trainer.Supports(experiment, DeviceInfo.Cpu));
        var (ours, torch) = (Train(trainer, new(0, experiment)), Train(new TorchTrainer(), new(0, experiment)));

        Assert.Equal(torch.Records.Steps, ours.Records.Steps);
        for (int row = 0; row < torch.Records.Rows; row++)
            for (int column = 0; column < torch.Records.Columns.Count; column++)
                Assert.Equal(1, ours.Records[row, column] / torch.Records[row, column], 1e-4);
        Assert.Equal(torch.FinalWeights!.Keys, ours.FinalWeights!.Keys);
        foreach (var (name, expected) in torch.FinalWeights)
        {
            Assert.Equal(expected.Dimensions, ours.FinalWeights[name].Dimensions);
            float[] a = Floats(expected), b = Floats(ours.FinalWeights[name]);
            double norm = Math.Sqrt(a.Sum(value => (double)value * value)), distance = Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());
            Assert.InRange(distance, 0, 1e-4 * norm);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_Resumed_SameBytesAsUndisturbed(string widths, string task, string activation, string loss, string optimizer, string model)
    {
        var experiment = Bind(widths, task, activation, loss, optimizer, model, steps: 60, observables: "'loss','weight-drift','ntk-distance'");
        Checkpoint? saved = null;
        var whole = Train(new MlpTrainer(), new(0, experiment), checkpoint => saved ??= checkpoint.Step == 33 ? checkpoint : null);
        var resumed = Train(new MlpTrainer(), new(0, experiment, saved));

        Assert.Equal(33, saved!.Step);
        AssertSameBytes(whole, resumed);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_ResumedByTheOtherTrainer_GoesOnWithItsOptimizer(string widths, string task, string activation, string loss, string optimizer, string model)
    {
        var experiment = Bind(widths, task, activation, loss, optimizer, model, steps: 60);
        ITrainer mlp = new MlpTrainer(), torch = new TorchTrainer();
        var whole = Train(mlp, new(0, experiment));
        foreach (var (first, second) in (ReadOnlySpan<(ITrainer, ITrainer)>)[(mlp, torch), (torch, mlp)])
        {
            Checkpoint? saved = null;
            Train(first, new(0, experiment), checkpoint => saved ??= checkpoint.Step == 33 ? checkpoint : null);
            var resumed = Train(second, new(0, experiment, saved));
            for (int column = 0; column < whole.Records.Columns.Count; column++)
                Assert.Equal(1, resumed.Records[whole.Records.Rows - 1, column] / whole.Records[whole.Records.Rows - 1, column], 1e-4);
        }
    }

    [Fact]
    public void Trainer_OfASinglePrecisionPerceptron_IsThisOne()
    {
        var experiment = Bind("21,50,3", Dense, "tanh", "mse", "'kind':'gd','learningRate':0.05", steps: 60);
        TrainingOutcome? chosen = null;
        Trainer.Run([new(0, experiment)], new TrainingRun { Complete = outcome => chosen = outcome });
        AssertSameBytes(Train(new MlpTrainer(), new(0, experiment)), chosen!);
        Assert.NotEqual(Train(new TorchTrainer(), new(0, experiment)).FinalWeights!["W1"].Data, chosen!.FinalWeights!["W1"].Data);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Engine_AnyVectorWidth_SameBytes(string widths, string task, string activation, string loss, string optimizer, string model)
    {
        var experiment = Bind(widths, task, activation, loss, optimizer, model, steps: 60);
        AssertSameBytes(
            Run(experiment, new MlpEngine<Floats256, Vector256<float>>(experiment)),
            Run(experiment, new MlpEngine<Floats512, Vector512<float>>(experiment)));

        static TrainingOutcome Run(Experiment experiment, MlpEngine engine)
        {
            using var training = new MlpTraining(new(0, experiment), new TrainingRun { Complete = _ => { } }, engine);
            return training.Run();
        }
    }

    [Theory]
    [InlineData("21,50,12", Dense, "tanh", "")]
    [InlineData("14,33,20,7", OneHot, "relu", ",'outputScale':0.5")]
    [InlineData("14,7", OneHot, "linear", ",'biases':false")]
    [InlineData("14,20,11,7", OneHot, "square", ",'outputScale':0.5")]
    public void Snapshot_EveryView_AgreesWithTheTorchTrainer(string widths, string task, string activation, string model)
    {
        var experiment = Bind(widths, task, activation, "mse", "'kind':'gd'", model);
        var data = new TaskDataCache();
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var torch = new TorchState(new(0, experiment), data, TorchSharp.torch.CPU);
        using var engine = MlpEngine.Create(experiment);
        using var state = new MlpState(new(0, experiment), data, engine);
        ISnapshot expected = new TorchSnapshot(torch, 0, torch.Parameters), ours = new MlpSnapshot(state, 0, state.Parameters);

        var train = state.Data.Train;
        AssertClose(expected.Predict(train), ours.Predict(train));
        AssertClose(expected.Predict(state.Data.Test!), ours.Predict(state.Data.Test!));
        AssertClose(expected.Features(train), ours.Features(train));
        var probes = new Matrix(3, train.X.Columns, train.X.Data[..(3 * train.X.Columns)]);
        AssertClose(expected.Jacobian(probes), ours.Jacobian(probes));
        AssertClose(expected.InitialJacobian(probes), ours.InitialJacobian(probes));
        for (int i = 0; i < expected.Parameters.Count; i++)
        {
            Assert.Equal(expected.Parameters[i].Data, ours.Parameters[i].Data);
            Assert.Equal(expected.InitialParameters[i].Data, ours.InitialParameters[i].Data);
            AssertClose(expected.Gradients[i], ours.Gradients[i]);
        }
    }

    [Fact]
    public void Train_TooLargeStep_DivergesWithFiniteRecords()
    {
        var outcome = Train(new MlpTrainer(), new(0, Bind("21,50,3", Dense, "relu", "mse", "'kind':'gd','learningRate':1e6")));

        Assert.Equal(OutcomeStatus.Diverged, outcome.Status);
        Assert.InRange(outcome.LastStep, 1, 299);
        for (int row = 0; row < outcome.Records.Rows; row++) Assert.True(double.IsFinite(outcome.Records[row, 0]));
    }

    [Fact]
    public void Train_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        var experiment = Bind("21,50,3", Dense, "relu", "mse", "'kind':'gd'");
        Assert.Throws<OperationCanceledException>(() => new MlpTrainer().Train([new(0, experiment)], new TrainingRun
        {
            Complete = _ => { },
            WantsCheckpoint = (_, step) =>
            {
                if (step == 10) source.Cancel();
                return false;
            },
            CancellationToken = source.Token,
        }));
    }

    [Theory]
    [InlineData("'activation':'gelu'", "float32")]
    [InlineData("'activation':'relu'", "float64")]
    public void Supports_OtherNets_AreLeftToTorch(string activation, string dtype)
    {
        var experiment = Bind("21,50,3", Dense, "tanh", "mse", "'kind':'gd'");
        experiment = experiment with
        {
            Model = (MlpModel)experiment.Model with { Activation = activation.Contains("gelu") ? Activation.Gelu : Activation.Relu },
            DType = dtype == "float64" ? DType.Float64 : DType.Float32,
        };
        Assert.False(new MlpTrainer().Supports(experiment, DeviceInfo.Cpu));
        Assert.True(Trainer.IsSupported(experiment));
    }

    private static float[] Floats(CheckpointTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray();

    private static void AssertClose(Matrix expected, Matrix actual)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        double scale = expected.Data.Max(Math.Abs);
        Assert.NotEqual(0, scale);
        for (int i = 0; i < expected.Data.Length; i++) Assert.InRange(Math.Abs(expected.Data[i] - actual.Data[i]), 0, 2e-6 * scale);
    }
}
