using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Mlp;
using LayerDyn.Science.Training.Torch;
using LayerDyn.Science.Training.Transformers;
using TorchSharp;
using static LayerDyn.Science.Tests.Training.Outcomes;

namespace LayerDyn.Science.Tests.Training.Transformers;

public sealed class TransformerTrainerTests
{
    private const string Tokens = "{'kind':'modular-addition','modulus':7,'trainFraction':0.7,'encoding':'tokens'}";
    private const string Coordinates = "{'kind':'teacher-student','inputs':5,'outputs':3,'singularValues':[1],'samples':150,'testSamples':40}";
    private const string Parity = "{'kind':'multitask-sparse-parity','skills':2,'bits':6,'subset':2,'evalSamples':200}";

    public static TheoryData<string, string, string, string> Cases => new()
    {
        { "'heads':4,'dModel':32,'dMlp':128", Tokens, "mse", "'kind':'adamw','learningRate':0.0005,'weightDecay':0.5,'betas':[0.9,0.98]" },
        { "'heads':2,'dModel':12,'dMlp':20,'layers':2,'layerNorm':true", Tokens, "cross-entropy", "'kind':'sgd','learningRate':0.05,'momentum':0.9,'batchSize':8" },
        { "'heads':1,'dModel':7,'dMlp':5,'activation':'tanh','biases':false,'outputScale':0.5", Tokens, "mse-mean", "'kind':'gd','learningRate':0.1,'momentum':0.8" },
        { "'heads':3,'dModel':24,'dMlp':33,'layers':3,'activation':'linear'", Coordinates, "mse", "'kind':'adam','learningRate':0.0003,'weightDecay':0.1" },
        { "'heads':2,'dModel':40,'dMlp':30,'layers':2,'activation':'tanh','layerNorm':true", Coordinates, "mse-mean", "'kind':'sgd','learningRate':0.01,'batchSize':31,'momentum':0.9,'nesterov':true" },
        { "'heads':2,'dModel':16,'dMlp':16", Parity, "mse-mean", "'kind':'sgd','learningRate':0.02,'batchSize':100" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_AnyModel_AgreesWithTheTorchTrainer(string model, string task, string loss, string optimizer)
    {
        var experiment = Bind(model, task, loss, optimizer, steps: 60);
        Assert.True(new TransformerTrainer().Supports(experiment, DeviceInfo.Cpu));
        var (ours, torch) = (Train(new TransformerTrainer(), new(0, experiment)), Train(new TorchTrainer(), new(0, experiment)));

        Assert.Equal(torch.Records.Steps, ours.Records.Steps);
        for (int row = 0; row < torch.Records.Rows; row++)
            for (int column = 0; column < torch.Records.Columns.Count; column++)
                Assert.Equal(1, ours.Records[row, column] / torch.Records[row, column], 1e-3);
        Assert.Equal(torch.FinalWeights!.Keys, ours.FinalWeights!.Keys);
        foreach (var (name, expected) in torch.FinalWeights)
        {
            Assert.Equal(expected.Dimensions, ours.FinalWeights[name].Dimensions);
            float[] a = Floats(expected), b = Floats(ours.FinalWeights[name]);
            double norm = Math.Sqrt(a.Sum(value => (double)value * value)), distance = Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());
            Assert.InRange(distance, 0, 1e-3 * norm);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_Resumed_SameBytesAsUndisturbed(string model, string task, string loss, string optimizer)
    {
        var experiment = Bind(model, task, loss, optimizer, steps: 30);
        Checkpoint? saved = null;
        var whole = Train(new TransformerTrainer(), new(0, experiment), checkpoint => saved ??= checkpoint.Step == 17 ? checkpoint : null);
        var resumed = Train(new TransformerTrainer(), new(0, experiment, saved));

        Assert.Equal(OutcomeStatus.Finished, whole.Status);
        Assert.Equal(17, saved!.Step);
        AssertSameBytes(whole, resumed);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Engine_AnyVectorWidth_SameBytes(string model, string task, string loss, string optimizer)
    {
        var experiment = Bind(model, task, loss, optimizer, steps: 20);
        AssertSameBytes(
            Run(new TransformerEngine<Floats256, Vector256<float>>(experiment)),
            Run(new TransformerEngine<Floats512, Vector512<float>>(experiment)));

        TrainingOutcome Run(NetEngine engine)
        {
            using var training = new MlpTraining(new(0, experiment), new TrainingRun { Complete = _ => { } }, engine);
            return training.Run();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Train_AmongNeighbours_SameBytesAsAlone(int points)
    {
        Experiment[] experiments = [.. Enumerable.Range(0, points).Select(i =>
            Bind("'heads':2,'dModel':12,'dMlp':20", Tokens, "mse", $"'kind':'gd','learningRate':{(i == 1 ? "1e7" : "0.001")}", steps: 20, seed: i))];
        var together = Spec.Train(experiments);
        for (int i = 0; i < points; i++)
        {
            Assert.Equal(i == 1 ? OutcomeStatus.Diverged : OutcomeStatus.Finished, together[i].Status);
            AssertSameBytes(Train(new TransformerTrainer(), new(0, experiments[i])), together[i]);
        }
    }

    // Drawn shapes: every gradient, output and feature against automatic differentiation in double precision at the same weights.
    [Fact]
    public void Snapshot_DrawnModels_AgreesWithAutograd()
    {
        var stream = RandomStream.For("transformer-shapes");
        long next = 0;
        for (int draw = 0; draw < 40; draw++)
        {
            int heads = 1 + Draw(4), width = heads * (1 + Draw(12));
            string model = $"'heads':{heads},'dModel':{width},'dMlp':{1 + Draw(40)},'layers':{1 + Draw(3)},'layerNorm':{(Draw(2) == 0 ? "true" : "false")},"
                + $"'biases':{(Draw(2) == 0 ? "true" : "false")},'activation':'{Pick("linear", "relu", "tanh")}','outputScale':{Pick("1", "0.5")}";
            bool areTokens = Draw(2) == 0;
            string loss = areTokens ? Pick("mse", "mse-mean", "cross-entropy") : Pick("mse", "mse-mean");
            AssertAgrees(Bind(model, areTokens ? Tokens : Coordinates, loss, "'kind':'gd'", seed: draw));
        }

        int Draw(int below) => (int)(Math.Abs(stream.Normal(next++)) * 1000) % below;
        string Pick(params string[] values) => values[Draw(values.Length)];
    }

    [Theory]
    [InlineData(Activation.Gelu, DType.Float32)]
    [InlineData(Activation.Relu, DType.Float64)]
    public void Supports_OtherModels_AreLeftToTorch(Activation activation, DType dtype)
    {
        var experiment = Bind("'heads':2,'dModel':16,'dMlp':32", Tokens, "mse", "'kind':'gd'");
        experiment = experiment with { Model = (TransformerModel)experiment.Model with { Activation = activation }, DType = dtype };
        Assert.False(new TransformerTrainer().Supports(experiment, DeviceInfo.Cpu));
        Assert.True(Trainer.IsSupported(experiment));
    }

    private static void AssertAgrees(Experiment experiment)
    {
        var data = new TaskDataCache();
        using var scope = torch.NewDisposeScope();
        using var engine = TransformerEngines.Create(experiment);
        using var state = new MlpState(new(0, experiment), data, engine);
        ISnapshot ours = new MlpSnapshot(state, 0, state.Parameters);
        // The weights rounded to floats, in doubles.
        var exact = experiment with { DType = DType.Float64 };
        var shapes = exact.Model.Parameters(exact.Task.Shape);
        var leaves = ours.Parameters.Select((values, i) =>
            torch.tensor(values.Data, [.. shapes[i].Dimensions.Select(size => (long)size)], torch.ScalarType.Float64).requires_grad_(true)).ToArray();
        var train = state.Data.Train;
        var batch = new Batch(TorchTensors.Create(train.X, DType.Float64, torch.CPU), TorchTensors.Create(train.Y, DType.Float64, torch.CPU),
            train.Labels is null ? null : TorchTensors.Create(train.Labels, torch.CPU));
        var gradients = new GradientEngine(exact);
        var expected = gradients.ByAutograd(leaves, batch, batch.Count);
        double largest = expected.Max(gradient => gradient.abs().max().item<double>());
        for (int i = 0; i < expected.Length; i++) AssertClose(TorchTensors.ToMatrix(expected[i]), ours.Gradients[i], largest);
        AssertClose(TorchTensors.ToMatrix(gradients.Evaluate(leaves, batch.X)), ours.Predict(train), 0);
        AssertClose(TorchTensors.ToMatrix(gradients.Evaluate(leaves, batch.X, features: true)), ours.Features(train), 0);
        var probes = new Matrix(2, train.X.Columns, train.X.Data[..(2 * train.X.Columns)]);
        AssertClose(AutogradJacobian.Of(exact, leaves, probes, torch.CPU), ours.Jacobian(probes), 0);
        Assert.Equal(ours.Jacobian(probes).Data, ours.InitialJacobian(probes).Data);
    }

    private static void AssertClose(Matrix expected, Matrix actual, double atLeast)
    {
        Assert.Equal(expected.Data.Length, actual.Data.Length);
        double scale = Math.Max(expected.Data.Max(Math.Abs), 0.01 * atLeast);
        Assert.NotEqual(0, scale);
        for (int i = 0; i < expected.Data.Length; i++) Assert.InRange(Math.Abs(expected.Data[i] - actual.Data[i]), 0, 2e-5 * scale);
    }

    private static Experiment Bind(string model, string task, string loss, string optimizer, int steps = 1, int seed = 0) => Spec.Bind($$"""
        {'model':{'kind':'transformer',{{model}} },'init':{'kind':'normal','std':1,'fanIn':true,'biases':'normal'},'task':{{task}},'loss':'{{loss}}','seed':{{seed}},
         'optimizer':{ {{optimizer}} },'steps':{{steps}},'measure':{'at':{'every':10},'observables':['loss','gradient-norm','weight-norm']} }
        """);

    private static float[] Floats(CheckpointTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray();
}
