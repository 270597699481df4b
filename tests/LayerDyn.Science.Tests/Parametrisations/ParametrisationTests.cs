using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Parametrisations;

/// <summary>Starts and learning rates by layer, in every engine, against networks with their multipliers written out.</summary>
public sealed class ParametrisationTests
{
    private const string Task = "'task':{'kind':'teacher-student','inputs':6,'outputs':2,'singularValues':[1.5,0.6],'samples':24}", Gd = "'kind':'gd','learningRate':0.02";
    private const string Abc = "{'kind':'abc','a':[-0.3,0.1,0.4],'b':[0.2,0.5,0.3],'c':[0.1,0.2,-0.1],'baseWidth':4}", Mup = "{'kind':'mup','baseWidth':4}";

    // Exponents of the multiplier, the start of w and the rate of w: input, hidden, output; r = 10 / 4.
    private static readonly double[] A = [-0.3, 0.1, 0.4], B = [0.2, 0.5, 0.3], C = [0.1, 0.2, -0.1];

    [Theory]
    [InlineData("deep-linear", "float64", Gd, 1e-13)] // our linear kernels
    [InlineData("deep-linear", "float64", Gd + ",'momentum':0.8", 1e-13)]
    [InlineData("deep-linear", "float64", "'kind':'sgd','learningRate':0.02", 1e-13)] // libtorch
    [InlineData("mlp", "float64", Gd, 1e-13)]
    [InlineData("mlp", "float64", Gd + ",'momentum':0.8", 1e-13)]
    [InlineData("mlp", "float64", "'kind':'adam','learningRate':0.01,'eps':0.01", 1e-12)]
    [InlineData("mlp", "float32", Gd, 1e-5)] // our perceptron kernels
    [InlineData("mlp", "float32", "'kind':'sgd','learningRate':0.02,'momentum':0.8", 1e-5)]
    [InlineData("mlp", "float32", "'kind':'adam','learningRate':0.01,'eps':0.01", 1e-5)]
    public void Training_InEveryEngine_IsThatOfTheMultipliersWrittenOut(string model, string dtype, string optimizer, double tolerance)
    {
        var experiment = Bind(model, Abc, dtype, optimizer, [6, 10, 10, 2]);
        var outcome = Spec.Train(experiment)[0];
        Assert.Equal(OutcomeStatus.Finished, outcome.Status);
        var expected = Multiplied(experiment);
        double worst = 0, largest = 0;
        foreach (var (name, values) in expected)
        {
            double[] actual = Values(outcome, name);
            for (int i = 0; i < values.Length; i++)
            {
                worst = Math.Max(worst, Math.Abs(values[i] - actual[i]));
                largest = Math.Max(largest, Math.Abs(values[i]));
            }
        }

        Assert.InRange(worst / largest, 0, tolerance);
    }

    [Theory]
    [InlineData(Gd, 0)]
    [InlineData("'kind':'adam','learningRate':0.01,'eps':1e-30", 1)]
    public void Mup_InItsTable_TrainsAsItsExponents(string optimizer, int adam)
    {
        // Adam's steps do not see the size of a gradient: its rates take half an exponent more (Yang et al. 2022, table 8).
        string rates = adam == 0 ? "0" : "[0.5,1,0.5]";
        var table = Bind("mlp", "{'kind':'mup','baseWidth':4}", "float64", optimizer, [6, 64, 64, 2]);
        var exponents = Bind("mlp", $"{{'kind':'abc','a':[-0.5,0,0.5],'b':0.5,'c':{rates},'baseWidth':4}}", "float64", optimizer, [6, 64, 64, 2]);
        var outcomes = Spec.Train(table, exponents);
        foreach (string name in outcomes[0].FinalWeights!.Keys) AssertClose(Values(outcomes[0], name), Values(outcomes[1], name), 1e-12);
    }

    [Fact]
    public void Mup_AtTheBaseWidth_IsTheStandardParametrisation()
    {
        var outcomes = Spec.Train(Bind("mlp", "{'kind':'mup','baseWidth':10}", "float32", Gd, [6, 10, 10, 2]), Bind("mlp", "'standard'", "float32", Gd, [6, 10, 10, 2]));
        foreach (string name in outcomes[0].FinalWeights!.Keys) Assert.Equal(Values(outcomes[1], name), Values(outcomes[0], name));
    }

    [Theory]
    [InlineData(Mup, Gd, new[] { 1, 1, 0.6324555320336759 }, new[] { 2.5, 1, 0.4 })]
    [InlineData(Mup, "'kind':'adam'", new[] { 1, 1, 0.6324555320336759 }, new[] { 1, 0.4, 0.4 })]
    [InlineData("'ntk'", Gd, new double[] { 1, 1, 1 }, new[] { 1.0 / 6, 0.1, 0.1 })]
    [InlineData("'ntk'", "'kind':'adam'", new double[] { 1, 1, 1 }, new[] { 0.40824829046386302, 0.31622776601683794, 0.31622776601683794 })]
    public void Scales_AreThoseOfTheTable(string parametrisation, string optimizer, double[] starts, double[] rates)
    {
        var scales = Bind("deep-linear", parametrisation, "float64", optimizer, [6, 10, 10, 2]).Scales!;
        AssertClose(starts, [.. scales.Select(scale => scale.Start)], 1e-15);
        AssertClose(rates, [.. scales.Select(scale => scale.Rate)], 1e-15);
    }

    [Fact]
    public void Biases_LearnAsTheInputLayer_ExceptTheOutputs()
    {
        var scales = Bind("mlp", Mup, "float32", Gd, [6, 10, 10, 2]).Scales!;
        Assert.Equal([2.5, 2.5, 1, 2.5, 0.4, 1], scales.Select(scale => scale.Rate));
    }

    [Fact]
    public void Start_OfMup_HasASmallerReadoutOfTheSameDraw()
    {
        var standard = Bind("mlp", "'standard'", "float64", Gd, [6, 10, 10, 2]);
        var mup = Bind("mlp", Mup, "float64", Gd, [6, 10, 10, 2]);
        double[][] plain = Start(standard), scaled = Start(mup);
        Assert.Equal(plain[0], scaled[0]);
        Assert.Equal(plain[2], scaled[2]);
        AssertClose([.. plain[4].Select(value => value / Math.Sqrt(2.5))], scaled[4], 1e-15);
    }

    [Fact]
    public void ZeroReadout_StartsTheLastLayerAtZero_AndTheOthersAsEver()
    {
        var zero = Spec.Bind(Text("mlp", "'standard'", "float64", Gd, [6, 10, 2]).Replace("'fanIn':true", "'fanIn':true,'zeroReadout':true"));
        double[][] plain = Start(Bind("mlp", "'standard'", "float64", Gd, [6, 10, 2])), start = Start(zero);
        Assert.Equal(plain[0], start[0]);
        Assert.All(start[2], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Text_OfTheStandardParametrisation_IsWhatItWasBefore()
    {
        Assert.Equal("""{"kind":"deep-linear","widths":[2,3,1]}""", ExperimentText.WriteKind(new DeepLinearModel { Widths = [2, 3, 1] }));
        Assert.Equal(ExperimentText.Write(Bind("mlp", "'standard'", "float64", Gd, [6, 10, 2])), ExperimentText.Write(Spec.Bind(Text("mlp", "'standard'", "float64", Gd, [6, 10, 2]).Replace(",'parametrisation':'standard'", ""))));
        var experiment = Bind("mlp", Abc, "float64", Gd, [6, 10, 2]);
        string text = ExperimentText.Write(experiment);
        Assert.Contains("\"parametrisation\":{\"kind\":\"abc\",\"a\":[-0.3,0.1,0.4],\"b\":[0.2,0.5,0.3],\"baseWidth\":4,\"c\":[0.1,0.2,-0.1]}", text);
        Assert.Equal(text, ExperimentText.Write(ExperimentText.Read(text)));
    }

    [Theory]
    [InlineData(Mup, "'kind':'gd','learningRate':0.1,'weightDecay':0.1", "'fanIn':true", "[6,10,2]", "optimizer.weightDecay")]
    [InlineData(Mup, "'kind':'gd','learningRate':0.1,'learningRateUnit':'sharpness'", "'fanIn':true", "[6,10,2]", "optimizer.learningRateUnit")]
    [InlineData(Mup, "'kind':'gradient-flow'", "'fanIn':true", "[6,10,2]", "optimizer.kind")]
    [InlineData("'ntk'", "'kind':'adamw'", "'fanIn':true", "[6,10,2]", "optimizer.kind")]
    [InlineData("'ntk'", Gd, "'std':0.1", "[6,10,2]", "init.kind")]
    [InlineData(Mup, Gd, "'fanIn':true", "[6,10,12,2]", "model.parametrisation")]
    [InlineData(Mup, Gd, "'fanIn':true", "[6,2]", "model.parametrisation")]
    [InlineData("{'kind':'abc','a':[0,1],'b':0.5}", Gd, "'fanIn':true", "[6,10,2]", "model.parametrisation.a")]
    public void Validate_WhatItDoesNotFit_SaysSo(string parametrisation, string optimizer, string init, string widths, string path)
    {
        string text = Text("deep-linear", parametrisation, "float64", optimizer, [6, 10, 2]).Replace("[6,10,2]", widths).Replace("'fanIn':true", init);
        var problem = Assert.Single(Spec.Problems(text));
        Assert.Equal(path, problem.Path);
        Assert.NotNull(problem.Remedy);
    }

    [Theory]
    [InlineData("sharpness")]
    [InlineData("ntk-distance")]
    [InlineData("kernel-distance")]
    [InlineData("kernel-alignment")]
    [InlineData("ntk-alignment")]
    [InlineData("ntk-spectrum")]
    public void Observables_OfOneRate_AreRefused(string observable)
    {
        var problem = Assert.Single(Spec.Problems(Text("deep-linear", Mup, "float64", Gd, [6, 10, 2]).Replace("'loss'", $"'{observable}'")));
        Assert.Equal("measure.observables[0]", problem.Path);
    }

    private static double[][] Start(Experiment experiment) => experiment.InitialWeights(RandomStream.ForWeights(experiment));

    private static string Text(string model, string parametrisation, string dtype, string optimizer, int[] widths)
    {
        string activation = model == "mlp" ? ",'activation':'tanh'" : "";
        return $"{{'model':{{'kind':'{model}','widths':[{string.Join(',', widths)}]{activation},'parametrisation':{parametrisation}}},'init':{{'kind':'normal','fanIn':true}},{Task},"
            + $"'optimizer':{{{optimizer}}},'dtype':'{dtype}','steps':200,'measure':{{'at':[0,200],'observables':['loss']}}}}";
    }

    private static Experiment Bind(string model, string parametrisation, string dtype, string optimizer, int[] widths) => Spec.Bind(Text(model, parametrisation, dtype, optimizer, widths));

    private static double[] Values(TrainingOutcome outcome, string name)
    {
        var tensor = outcome.FinalWeights![name];
        return tensor.DType == DType.Float64
            ? MemoryMarshal.Cast<byte, double>(tensor.Data).ToArray()
            : [.. MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray().Select(value => (double)value)];
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.InRange(Math.Abs(expected[i] - actual[i]) / largest, 0, tolerance);
    }

    // The training of w, with W = r^(-a) w in the forward pass, in plain loops; gives W.
    private static Dictionary<string, double[]> Multiplied(Experiment experiment)
    {
        var shapes = experiment.Model.Parameters(experiment.Task.Shape);
        var mlp = experiment.Model as MlpModel;
        double ratio = 10.0 / 4;
        double[][] drawn = experiment.Init.Create(experiment.Model, experiment.Task.Shape, RandomStream.ForWeights(experiment));
        double[][] w = new double[shapes.Count][], velocity = new double[shapes.Count][], second = new double[shapes.Count][];
        double[] multipliers = new double[shapes.Count], rates = new double[shapes.Count];
        for (int i = 0, layer = -1; i < shapes.Count; i++)
        {
            bool isBias = shapes[i].Role == ParameterRole.Bias;
            if (!isBias) layer++;
            bool isPlain = isBias && layer == 2;
            int place = isBias ? 0 : layer;
            (multipliers[i], rates[i]) = isPlain ? (1, 1) : (Math.Pow(ratio, -A[place]), Math.Pow(ratio, -C[place]));

            // The draw has the standard deviation 1/sqrt(fan-in); w has that of width 4 times r^(-b).
            double start = isBias ? 1 : Math.Pow(ratio, -B[place]) * (place == 0 ? 1 : Math.Sqrt(10) / Math.Sqrt(4));
            w[i] = [.. drawn[i].Select(value => value * start)];
            (velocity[i], second[i]) = (new double[w[i].Length], new double[w[i].Length]);
        }

        var data = experiment.Task.Create(experiment.Seed).Train;
        for (int step = 1; step <= experiment.Steps; step++)
        {
            Matrix[] weights = [.. w.Select((values, i) => new Matrix(shapes[i].Dimensions.Count == 1 ? 1 : shapes[i].Dimensions[0], shapes[i].Dimensions[^1], [.. values.Select(value => value * multipliers[i])]))];
            double[][] gradients = Backpropagated(mlp, weights, data.X, data.Y);
            for (int i = 0; i < w.Length; i++)
                for (int j = 0; j < w[i].Length; j++)
                {
                    double g = gradients[i][j] * multipliers[i], rate = rates[i] * experiment.Optimizer.LearningRate;
                    switch (experiment.Optimizer)
                    {
                        case Adam adam:
                            velocity[i][j] = adam.Betas[0] * velocity[i][j] + (1 - adam.Betas[0]) * g;
                            second[i][j] = adam.Betas[1] * second[i][j] + (1 - adam.Betas[1]) * g * g;
                            double mean = velocity[i][j] / (1 - Math.Pow(adam.Betas[0], step)), square = second[i][j] / (1 - Math.Pow(adam.Betas[1], step));
                            w[i][j] -= rate * mean / (Math.Sqrt(square) + adam.Eps);
                            break;
                        default:
                            double momentum = experiment.Optimizer is Sgd sgd ? sgd.Momentum : ((GradientDescent)experiment.Optimizer).Momentum;
                            velocity[i][j] = momentum * velocity[i][j] + g;
                            w[i][j] -= rate * velocity[i][j];
                            break;
                    }
                }
        }

        return shapes.Select((shape, i) => (shape.Name, Values: w[i].Select(value => value * multipliers[i]).ToArray())).ToDictionary(entry => entry.Name, entry => entry.Values);
    }

    // Gradients of 1/(2n) |f - y|^2 in the weights of a tanh net with biases, or of a linear one without.
    private static double[][] Backpropagated(MlpModel? mlp, Matrix[] weights, Matrix x, Matrix y)
    {
        int each = mlp is null ? 1 : 2, layers = weights.Length / each;
        var reads = new Matrix[layers + 1];
        reads[0] = x;
        for (int l = 0; l < layers; l++)
        {
            reads[l + 1] = LinearAlgebra.MultiplyTransposed(reads[l], weights[each * l]);
            for (int i = 0; i < reads[l + 1].Data.Length; i++)
            {
                ref double z = ref reads[l + 1].Data[i];
                if (each == 2) z += weights[2 * l + 1].Data[i % reads[l + 1].Columns];
                if (mlp is not null && l < layers - 1) z = Math.Tanh(z);
            }
        }

        double[][] gradients = new double[weights.Length][];
        var delta = new Matrix(x.Rows, y.Columns, [.. reads[layers].Data.Zip(y.Data, (f, target) => (f - target) / x.Rows)]);
        for (int l = layers - 1; l >= 0; l--)
        {
            gradients[each * l] = LinearAlgebra.TransposedMultiply(delta, reads[l]).Data;
            if (each == 2) gradients[2 * l + 1] = [.. Enumerable.Range(0, delta.Columns).Select(o => Enumerable.Range(0, delta.Rows).Sum(n => delta[n, o]))];
            if (l == 0) break;
            delta = LinearAlgebra.Multiply(delta, weights[each * l]);
            if (mlp is not null)
                for (int i = 0; i < delta.Data.Length; i++) delta.Data[i] *= 1 - reads[l].Data[i] * reads[l].Data[i];
        }

        return gradients;
    }
}
