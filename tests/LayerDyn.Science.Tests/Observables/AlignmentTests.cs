using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tests.Models;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Tests.Observables;

/// <summary>Alignment and dimension of kernels and features, against closed forms and matrices written out.</summary>
public sealed class AlignmentTests
{
    // Strengths 3.9, 3.1 and 1.9 from 0.02: the alignment of these times to three digits, from an independent implementation.
    private static readonly (double Time, double Alignment)[] Known = [(0, 0.309), (0.25, 0.3525), (0.5, 0.3655), (1, 0.3635), (2, 0.345), (4, 0.344)];

    private static AlignedNetwork Net(double time) => new(inputs: 5, outputs: 3, targets: [3.9, 3.1, 1.9], start: 0.02, time);

    [Fact]
    public void KernelAlignment_OfAlignedModes_IsTheClosedFormAndOvershoots()
    {
        foreach (var (time, known) in Known)
        {
            var net = Net(time);
            Assert.Equal(known, net.KernelAlignment, 1e-3);
            Assert.Equal(net.KernelAlignment, net.Measure(new KernelAlignmentObservable())[0], 1e-14);
            Assert.Equal(net.KernelAlignment, net.Measure(new NtkAlignmentObservable { Probes = 256 })[0], 1e-13);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(2)]
    public void NtkSpectrum_OfAlignedModes_IsTheClosedForm(double ridge)
    {
        foreach (var (time, _) in Known)
        {
            var net = Net(time);
            double[] values = net.Measure(new NtkSpectrumObservable { Probes = 256, Eigenvalues = 20, Ridge = ridge });
            for (int k = 0; k < 15; k++) Assert.Equal(net.Rates[k], values[k], 1e-13);
            Assert.All(values[15..20], rate => Assert.Equal(0, rate)); // there are inputs times outputs of them
            Assert.Equal(net.Participation, values[20], 1e-12);
            Assert.Equal(net.EffectiveDimension(ridge), values[21], 1e-12);
        }
    }

    [Fact]
    public void Cka_OfAlignedModes_IsTheClosedForm()
    {
        foreach (var (time, _) in Known)
        {
            var net = Net(time);
            double[] values = net.Measure(new CkaObservable());
            Assert.Equal([net.InputHidden, net.HiddenOutput], values, (expected, value) => Math.Abs(expected - value) < 1e-13);
            double[] dimensions = net.Measure(new ParticipationRatioObservable());
            Assert.Equal(Math.Pow(net.U.Sum(), 2) / net.U.Sum(u => u * u), dimensions[0], 1e-12); // variances u
            Assert.Equal(Math.Pow(net.U.Sum(u => u * u), 2) / net.U.Sum(u => Math.Pow(u, 4)), dimensions[1], 1e-12); // variances u^2
        }
    }

    [Theory]
    [InlineData("{'kind':'deep-linear','widths':[4,2]}", 2)]
    [InlineData("{'kind':'deep-linear','widths':[4,3,2]}", 2)]
    [InlineData("{'kind':'deep-linear','widths':[4,3,5,2]}", 2)]
    [InlineData("{'kind':'deep-linear','widths':[4,3,6,5,3]}", 3)]
    [InlineData("{'kind':'diagonal-linear','depth':2}", 1)]
    [InlineData("{'kind':'diagonal-linear','depth':3}", 1)]
    public void Kernels_WithoutBuildingThem_AreThoseOfTheJacobian(string model, int outputs)
    {
        foreach (int samples in new[] { 3, 9 })
        {
            var experiment = Spec.Bind($$"""
                {'model':{{model}},'init':'normal','task':{'kind':'gaussian-regression','samples':{{samples}},'inputs':4,'outputs':{{outputs}},'whiten':false},
                 'optimizer':{'kind':'gd','learningRate':0.01},'steps':1,'measure':{'at':[1],'observables':['loss']} }
                """);
            var form = experiment.Model.Layerwise(experiment.Task.Shape)!;
            var snapshot = new Still(experiment, Weights(1), Weights(2));
            var (inputs, targets) = (snapshot.Data.Train.X, snapshot.Data.Train.Y.Data);
            Matrix kernel = Kernel(snapshot.Parameters), initial = Kernel(snapshot.InitialParameters);
            double norm = LinearAlgebra.Norm(kernel), aligned = 0, power = targets.Sum(y => y * y);
            for (int i = 0; i < kernel.Rows; i++)
                for (int j = 0; j < kernel.Rows; j++) aligned += targets[i] * kernel[i, j] * targets[j];

            Assert.Equal(aligned / (norm * power), Measure(new KernelAlignmentObservable())[0], 1e-13);
            Assert.Equal(aligned / (norm * power), Measure(new NtkAlignmentObservable())[0], 1e-13);
            if (form.Depth > 1) Assert.Equal(1 - LinearAlgebra.Inner(kernel, initial) / (norm * LinearAlgebra.Norm(initial)), Measure(new KernelDistanceObservable())[0], 1e-13);
            else Assert.NotNull(new KernelDistanceObservable().Unsupported(experiment));

            double[] rates = [.. LinearAlgebra.SymmetricEigen(kernel).Values.Reverse().Select(value => Math.Max(0, value) / samples)];
            double[] values = Measure(new NtkSpectrumObservable { Eigenvalues = 4, Ridge = 0.5 });
            double scale = rates[0];
            for (int k = 0; k < 4; k++) Assert.Equal(k < rates.Length ? rates[k] / scale : 0, values[k] / scale, 1e-13);
            Assert.Equal(Math.Pow(rates.Sum(), 2) / rates.Sum(rate => rate * rate), values[4], 1e-11);
            Assert.Equal(rates.Sum(rate => rate / (rate + 0.5)), values[5], 1e-11);

            Matrix Kernel(IReadOnlyList<Matrix> parameters)
            {
                var jacobian = LayerwiseJacobian.Of(form, parameters, inputs);
                return LinearAlgebra.MultiplyTransposed(jacobian, jacobian);
            }

            double[] Measure(Observable observable)
            {
                Assert.Null(observable.Unsupported(experiment));
                double[] measured = new double[observable.Columns(experiment).Count];
                observable.Measure(snapshot, measured);
                return measured;
            }

            Matrix[] Weights(int draw) => [.. Enumerable.Range(0, form.Depth).Select(l =>
            {
                var weights = form.Kind == LayerwiseKind.Dense ? new Matrix(form.Widths[l + 1], form.Widths[l]) : new Matrix(1, 4);
                Science.Randomness.RandomStream.For($"alignment/{draw}/{l}").FillNormal(weights.Data);
                return weights;
            })];
        }
    }

    [Theory]
    [InlineData("deep-linear", "[4,3,5,2]")]
    [InlineData("diagonal-linear", "3")]
    public void LayerImbalance_OfDeepNetworks_IsConservedForEveryPairOfLayers(string model, string shape)
    {
        string layers = model == "deep-linear" ? $"'widths':{shape}" : $"'depth':{shape}";
        var records = Spec.Train(Spec.Bind($$"""
            {'model':{'kind':'{{model}}',{{layers}}},'init':{'kind':'normal','std':0.7},'task':{'kind':'gaussian-regression','samples':9,'inputs':4,'outputs':{{(model == "deep-linear" ? 2 : 1)}}},
             'optimizer':{'kind':'gradient-flow','learningRate':0.1},'steps':100,'measure':{'at':{'every':10},'observables':['layer-imbalance','kernel-distance','weight-norm']} }
            """))[0].Records;
        Assert.Equal(["layer-imbalance.1", "layer-imbalance.2", "kernel-distance"], records.Columns.Take(3));
        int last = records.Rows - 1;
        Assert.InRange(records[last, 2], 1e-3, 1);
        int[] widths = [3, 5];
        for (int pair = 0; pair < 2; pair++)
        {
            double difference = Math.Pow(records[0, 4 + pair], 2) - Math.Pow(records[0, 3 + pair], 2);
            Assert.Equal(model == "deep-linear" ? difference / widths[pair] : -difference / 4, records[0, pair], 1e-12);
            Assert.Equal(records[0, pair], records[last, pair], 1e-7);
            Assert.True(Math.Abs(records[0, pair]) > 1e-3);
        }
    }

    [Theory]
    [InlineData("relu", true)]
    [InlineData("tanh", false)]
    [InlineData("gelu", true)]
    [InlineData("square", false)]
    public void FeaturesOfAnMlp_AreComparedAsTheirGramMatrices(string activation, bool biases)
    {
        var bound = Spec.Bind($$"""
            {'model':{'kind':'mlp','widths':[3,6,4,2],'activation':'{{activation}}','biases':{{(biases ? "true" : "false")}},'outputScale':2},'init':{'kind':'normal','std':0.6,'biases':'normal'},
             'task':{'kind':'gaussian-regression','samples':11,'inputs':3,'outputs':2},'dtype':'float64',
             'optimizer':{'kind':'adam','learningRate':0.01},'steps':5,'measure':{'at':[5],'observables':['cka','participation-ratio','ntk-alignment']} }
            """);
        Matrix[] weights = [];
        var records = Spec.Train(bound with { Observables = [.. bound.Observables, new SnapshotProbe(snapshot => weights = [.. snapshot.Parameters])] })[0].Records;
        var (inputs, model) = (bound.Task.Create(bound.Seed).Train.X, (MlpModel)bound.Model);
        int each = biases ? 2 : 1;
        var layers = new List<Matrix> { inputs };
        for (int depth = 1; depth <= 3; depth++)
        {
            // What a layer gives after its activation is what a net with an identity above it gives out.
            int width = model.Widths[depth];
            var net = depth == 3 ? model : model with { Widths = [.. model.Widths.Take(depth + 1), width], OutputScale = 1 };
            Matrix[] identity = biases ? [LinearAlgebra.Identity(width), new(1, width)] : [LinearAlgebra.Identity(width)];
            layers.Add(PlainMlp.Predict(net, depth == 3 ? weights : [.. weights.Take(each * depth), .. identity], inputs));
        }

        Matrix[] grams = [.. layers.Select(CentredGram)];
        for (int l = 0; l < 3; l++)
        {
            double expected = LinearAlgebra.Inner(grams[l], grams[l + 1]) / (LinearAlgebra.Norm(grams[l]) * LinearAlgebra.Norm(grams[l + 1]));
            Assert.Equal(expected, records[records.Rows - 1, l], 1e-12);
            double trace = LinearAlgebra.Trace(grams[l + 1]);
            Assert.Equal(trace * trace / LinearAlgebra.Inner(grams[l + 1], grams[l + 1]), records[records.Rows - 1, 3 + l], 1e-11);
        }

        Assert.InRange(records[records.Rows - 1, 6], 1e-3, 1);

        static Matrix CentredGram(Matrix features)
        {
            var centring = LinearAlgebra.Identity(features.Rows);
            foreach (ref double value in centring.Data.AsSpan()) value -= 1.0 / features.Rows;
            var centred = LinearAlgebra.Multiply(centring, features);
            return LinearAlgebra.MultiplyTransposed(centred, centred);
        }
    }

    [Fact]
    public void Margins_OfClasses_AreThoseOfPlainLoops()
    {
        var bound = Spec.Bind("""
            {'model':{'kind':'mlp','widths':[6,5,3],'activation':'relu','biases':false},'init':{'kind':'normal','std':0.6},
             'task':{'kind':'balanced-classes','classes':3,'samplesPerClass':2,'dimension':6},'loss':'cross-entropy',
             'optimizer':{'kind':'gd','learningRate':0.5},'steps':200,'measure':{'at':{'every':100},'observables':['margin','accuracy','weight-norm']} }
            """);
        Matrix? outputs = null;
        var records = Spec.Train(bound with { Observables = [.. bound.Observables, new SnapshotProbe(snapshot => outputs = snapshot.Predict(snapshot.Data.Train))] })[0].Records;
        int[] labels = bound.Task.Create(bound.Seed).Train.Labels!;
        double[] margins = [.. labels.Select((label, n) => outputs![n, label] - Enumerable.Range(0, 3).Where(c => c != label).Max(c => outputs[n, c]))];
        int last = records.Rows - 1;
        Assert.Equal(["margin.min", "margin.mean", "margin.normalised"], records.Columns.Take(3));
        Assert.Equal(margins.Min(), records[last, 0]);
        Assert.Equal(margins.Average(), records[last, 1], 1e-12);
        double squares = Math.Pow(records[last, 4], 2) + Math.Pow(records[last, 5], 2);
        Assert.Equal(margins.Min() / squares, records[last, 2], 1e-9);
        Assert.True(records[0, 0] < 0 && records[last, 0] > 0 && records[last, 3] == 1, "training separates the classes");
        Assert.True(records[last, 2] > records[1, 2], "the normalised margin grows");
    }

    [Fact]
    public void Margin_OfOneOutput_IsTheOutputTimesTheSign()
    {
        var bound = Spec.Bind("""
            {'model':{'kind':'mlp','widths':[9,4,1]},'init':{'kind':'normal','std':0.6},'optimizer':{'kind':'adam'},'steps':1,
             'task':{'kind':'multitask-sparse-parity','skills':3,'bits':6,'subset':2,'samples':40,'evalSamples':30,'targetScale':2},
             'measure':{'at':[1],'observables':['margin']} }
            """);
        double[] margins = [];
        var records = Spec.Train(bound with
        {
            Observables = [.. bound.Observables, new SnapshotProbe(snapshot => margins =
                [.. snapshot.Predict(snapshot.Data.Train).Data.Zip(snapshot.Data.Train.Y.Data, (f, y) => f * Math.Sign(y))])],
        })[0].Records;
        Assert.Equal(["margin.min", "margin.mean", "probe"], records.Columns); // biases: not homogeneous
        Assert.Equal(margins.Min(), records[1, 0]);
        Assert.Equal(margins.Average(), records[1, 1], 1e-12);
        Assert.NotNull(new MarginObservable().Unsupported(Spec.Bind("""
            {'model':{'kind':'deep-linear','widths':[4,2]},'init':'normal','task':{'kind':'gaussian-regression','samples':6},'optimizer':'gd','steps':1,'measure':{'at':[1],'observables':['loss']} }
            """)));
    }

    [Fact]
    public void ExactSolution_OfBalancedLayers_PredictsAlignmentAndDimension()
    {
        var records = Spec.Train(Spec.Bind("""
            {'model':{'kind':'deep-linear','widths':[5,4,3]},'init':{'kind':'lambda-balanced','lambda':0,'scale':1e-4},
             'task':{'kind':'teacher-student','inputs':5,'outputs':3,'singularValues':[4,2,1],'samples':20},'engine':'both',
             'optimizer':{'kind':'gradient-flow','learningRate':0.05},'steps':150,
             'measure':{'at':{'every':10},'observables':['kernel-alignment',{'kind':'ntk-spectrum','probes':20},'cka','participation-ratio']} }
            """))[0].Records;
        int trained = records.Columns.Count / 2;
        Assert.Equal(records.Columns.Take(trained).Select(column => column + ".theory"), records.Columns.Skip(trained));
        for (int row = 0; row < records.Rows; row++)
            for (int c = 0; c < trained; c++) Assert.Equal(records[row, trained + c], records[row, c], 1e-6);
        double[] alignment = [.. Enumerable.Range(0, records.Rows).Select(row => records[row, 0])];
        Assert.True(alignment.Max() > 1.1 * alignment[^1] && alignment.Max() > 1.5 * alignment[0], "alignment overshoots");
    }
}
