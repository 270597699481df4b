using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Observables;

public sealed class NtkDistanceTests
{
    private const string Mlp = "'model': { 'kind': 'mlp', 'widths': [3, 4, 2], 'activation': 'tanh' }, 'init': { 'kind': 'normal', 'biases': 'normal' }, "
        + "'task': { 'kind': 'gaussian-regression', 'samples': 6, 'inputs': 3, 'outputs': 2 }, 'dtype': 'float64'";

    [Fact]
    public void EmpiricalKernel_TinyMlp_EqualsFiniteDifferences()
    {
        Matrix? kernel = null;
        Matrix[] start = [];
        Matrix? inputs = null;
        Spec.Train(Bind(Mlp, 1) with
        {
            Observables = [new SnapshotProbe(snapshot =>
            {
                if (snapshot.Step > 0) return;
                inputs = snapshot.Data.Train.X;
                start = [.. snapshot.Parameters];
                kernel = EmpiricalKernel.Of(snapshot, inputs);
            })],
        });

        // Columns of the Jacobian by central differences of the network written out.
        var jacobian = new Matrix(12, start.Sum(parameter => parameter.Data.Length));
        const double Step = 1e-6;
        int column = 0;
        foreach (var parameter in start)
            for (int i = 0; i < parameter.Data.Length; i++, column++)
            {
                double at = parameter.Data[i];
                parameter.Data[i] = at + Step;
                double[] above = Outputs(start, inputs!);
                parameter.Data[i] = at - Step;
                double[] below = Outputs(start, inputs!);
                parameter.Data[i] = at;
                for (int row = 0; row < 12; row++) jacobian[row, column] = (above[row] - below[row]) / (2 * Step);
            }

        var expected = LinearAlgebra.MultiplyTransposed(jacobian, jacobian);
        for (int i = 0; i < expected.Data.Length; i++) Assert.Equal(expected.Data[i], kernel!.Data[i], 1e-7);
    }

    [Theory]
    [InlineData("'kind': 'deep-linear', 'widths': [3, 2]", 2)]
    [InlineData("'kind': 'deep-linear', 'widths': [3, 40, 21, 2]", 2)]
    [InlineData("'kind': 'diagonal-linear', 'depth': 3", 1)]
    [InlineData("'kind': 'mlp', 'widths': [3, 2], 'outputScale': 0.5", 2)]
    [InlineData("'kind': 'mlp', 'widths': [3, 30, 2], 'activation': 'relu', 'biases': false", 2)]
    [InlineData("'kind': 'mlp', 'widths': [3, 30, 50, 20, 2], 'activation': 'tanh', 'outputScale': 3", 2)]
    [InlineData("'kind': 'mlp', 'widths': [3, 17, 1], 'activation': 'linear'", 1)]
    [InlineData("'kind': 'mlp', 'widths': [3, 9, 7, 2], 'activation': 'square'", 2)]
    public void EmpiricalKernel_FromStructure_IsThatOfTheJacobian(string model, int outputs)
    {
        bool isPerceptron = model.Contains("mlp", StringComparison.Ordinal);
        Matrix[] kernels = [], jacobians = [];
        Spec.Train(Bind($"'model': {{ {model} }}, 'init': {{ 'kind': 'normal', 'std': 0.7{(isPerceptron ? ", 'biases': 'normal'" : "")} }}, "
            + $"'task': {{ 'kind': 'gaussian-regression', 'samples': 150, 'inputs': 3, 'outputs': {outputs} }}, 'dtype': 'float64'", 5, "adam") with
        {
            Observables = [new SnapshotProbe(snapshot =>
            {
                if (snapshot.Step == 0) return;
                var probes = snapshot.Data.Train.X;
                kernels = [EmpiricalKernel.Of(snapshot, probes), EmpiricalKernel.Initial(snapshot, probes)];
                jacobians = [snapshot.Jacobian(probes), snapshot.InitialJacobian(probes)];
            })],
        });

        for (int i = 0; i < 2; i++)
        {
            var expected = EmpiricalKernel.Of(_ => jacobians[i], outputs, new Matrix(150, 3), 150);
            double scale = expected.Data.Max(Math.Abs);
            Assert.Equal(150 * outputs, kernels[i].Rows);
            for (int k = 0; k < expected.Data.Length; k++) Assert.Equal(expected.Data[k] / scale, kernels[i].Data[k] / scale, 1e-12);
            for (int r = 0; r < kernels[i].Rows; r++)
                for (int c = 0; c < r; c++) Assert.Equal(kernels[i][c, r], kernels[i][r, c]);
        }

        // One layer has the same kernel at any step.
        Assert.Equal(model.Contains("[3, 2]", StringComparison.Ordinal), kernels[0].Data.SequenceEqual(kernels[1].Data));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void EmpiricalKernel_AnyBlocks_IsTheSame(int samplesABlock)
    {
        const int Samples = 5, Outputs = 2, Parameters = 1301;
        var all = new Matrix(Samples * Outputs, Parameters);
        RandomStream.For("ntk/jacobian").FillNormal(all.Data);
        var probes = new Matrix(Samples, 1, [0, 1, 2, 3, 4]);
        var kernel = EmpiricalKernel.Of(block => new Matrix(block.Rows * Outputs, Parameters,
            [.. block.Data.SelectMany(sample => all.Data.Skip((int)sample * Outputs * Parameters).Take(Outputs * Parameters))]), Outputs, probes, samplesABlock);
        var whole = EmpiricalKernel.Of(_ => all, Outputs, probes, Samples);
        var expected = LinearAlgebra.MultiplyTransposed(all, all);
        Assert.Equal(whole.Data, kernel.Data);
        for (int i = 0; i < expected.Data.Length; i++) Assert.Equal(expected.Data[i], kernel.Data[i], 1e-9);
    }

    [Theory]
    [InlineData("'kind': 'deep-linear'", "gd")]
    [InlineData("'kind': 'deep-linear'", "adam")]
    [InlineData("'kind': 'mlp', 'activation': 'linear', 'biases': false", "adam")]
    public void NtkDistance_TwoLayerLinear_EqualsKernelDistance(string model, string optimizer)
    {
        var records = Spec.Train(Bind($"'model': {{ {model}, 'widths': [3, 4, 2] }}, 'init': {{ 'kind': 'normal', 'std': 0.3 }}, "
            + "'task': { 'kind': 'gaussian-regression', 'samples': 7, 'inputs': 3, 'outputs': 2 }, 'dtype': 'float64'", 100, optimizer,
            "'kernel-distance', 'ntk-distance'"))[0].Records;
        for (int row = 0; row < records.Rows; row++) Assert.Equal(records[row, 0], records[row, 1], 1e-10);
        Assert.InRange(records[records.Rows - 1, 1], 1e-3, 1);
    }

    [Fact]
    public void NtkDistance_Resumed_IsTheSame()
    {
        var experiment = Bind(Mlp, 20, "adam", "'ntk-distance', 'gradient-norm', 'weight-drift'");
        Checkpoint? middle = null;
        TrainingOutcome? whole = null, resumed = null;
        Trainer.Run([new(0, experiment)], new TrainingRun
        {
            Complete = outcome => whole = outcome,
            WantsCheckpoint = (_, step) => step == 10,
            Checkpoint = (_, checkpoint) => middle = checkpoint,
        });
        Trainer.Run([new(0, experiment, middle)], new TrainingRun { Complete = outcome => resumed = outcome });
        Assert.Equal(whole!.Records.Steps, resumed!.Records.Steps);
        for (int row = 0; row < whole.Records.Rows; row++)
            for (int column = 0; column < whole.Records.Columns.Count; column++)
                Assert.Equal(whole.Records[row, column], resumed.Records[row, column]);
        Assert.NotEqual(0, whole.Records[whole.Records.Rows - 1, 0]);
    }

    private static Experiment Bind(string parts, int steps, string optimizer = "gd", string observables = "'loss'") => Spec.Bind(
        $"{{ {parts}, 'optimizer': {{ 'kind': '{optimizer}', 'learningRate': 0.05 }}, 'steps': {steps}, "
        + $"'measure': {{ 'at': {{ 'every': 5 }}, 'observables': [{observables}] }} }}");

    // The mlp 3-4-2 with tanh, sample-major.
    private static double[] Outputs(Matrix[] p, Matrix inputs)
    {
        var outputs = new List<double>();
        for (int n = 0; n < inputs.Rows; n++)
        {
            double[] hidden = new double[4];
            for (int h = 0; h < 4; h++) hidden[h] = Math.Tanh(p[1].Data[h] + Enumerable.Range(0, 3).Sum(i => p[0][h, i] * inputs[n, i]));
            for (int o = 0; o < 2; o++) outputs.Add(p[3].Data[o] + Enumerable.Range(0, 4).Sum(h => p[2][o, h] * hidden[h]));
        }

        return [.. outputs];
    }
}
