using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Observables;

public sealed class ModularObservableTests
{
    private const string Observables = "'fourier-sparsity','modular-progress','loss','accuracy'";

    private static Experiment Bind(int hidden, string init, string optimizer = "'gd','learningRate':1e-6", int steps = 1, int every = 1, string observables = Observables, string activation = "square") => Spec.Bind($$"""
        {'model':{'kind':'mlp','widths':[46,{{hidden}},23],'activation':'{{activation}}','biases':false},'init':{{init}},'loss':'mse-mean',
         'task':{'kind':'modular-addition','modulus':23,'trainFraction':0.6,'encoding':'one-hot'},
         'optimizer':{'kind':{{optimizer}}},'steps':{{steps}},'measure':{'at':{'every':{{every}}},'observables':[{{observables}}]} }
        """);

    [Fact]
    public void Measures_OfTheAnalyticNet_AreThoseOfOneFrequencyAUnit()
    {
        var records = Spec.Train(Bind(66, "'modular-analytic'"))[0].Records;
        Assert.Equal(1, Value("fourier-sparsity"), 1e-6);
        Assert.Equal(1, Value("sum-direction-share"), 1e-6);
        Assert.Equal(11, Value("key-frequencies")); // all have the same power
        Assert.Equal(1, Value("accuracy"));
        Assert.Equal(Value("loss"), Value("restricted-loss"), 1e-3);
        Assert.Equal(Value("test-loss"), Value("restricted-test-loss"), 1e-3);
        Assert.Equal(1.0 / 23, Value("excluded-loss"), 1e-3); // the mean of each output is 0

        double Value(string column) => records[0, records.Columns.ToList().IndexOf(column)];
    }

    [Fact]
    public void FourierSparsity_OfRandomWeights_IsTwoOverOneMoreThanTheFrequencies()
    {
        var records = Spec.Train(Bind(4000, "{'kind':'normal','std':0.1}"))[0].Records;
        Assert.Equal(2 / 12.0, records[0, 0], 0.003);
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(1)]
    public void Progress_OfAnyNet_IsThatOfProjectionsOnWavesOverAllPairs(double keyShare)
    {
        const int P = 23;
        Matrix[] outputs = [];
        var bound = Bind(30, "{'kind':'normal','std':0.5}", "'adamw','learningRate':0.01,'weightDecay':1", 300, 300,
            FormattableString.Invariant($"{{'kind':'modular-progress','keyShare':{keyShare}}},'loss'"));
        var pairs = ((ModularAdditionTask)bound.Task).Pairs();
        var probe = new SnapshotProbe(snapshot => outputs = [snapshot.Predict(pairs), snapshot.Predict(snapshot.Data.Train)]);
        var records = Spec.Train(bound with { Observables = [.. bound.Observables, probe] })[0].Records;
        var (all, data) = (outputs[0], bound.Task.Create(bound.Seed));

        // Unit vectors over all pairs.
        double[] mean = [.. Enumerable.Range(0, P).Select(q => Enumerable.Range(0, P * P).Average(n => all[n, q]))];
        var parts = new List<(double Power, Matrix Part)>();
        for (int k = 1; k <= (P - 1) / 2; k++)
        {
            var part = new Matrix(P * P, P);
            double power = 0;
            foreach (var wave in (Func<double, double>[])[Math.Cos, Math.Sin])
            {
                double[] unit = [.. Enumerable.Range(0, P * P).Select(n => wave(2 * Math.PI * k * (n / P + n % P) / P) * Math.Sqrt(2) / P)];
                for (int q = 0; q < P; q++)
                {
                    double along = Enumerable.Range(0, P * P).Sum(n => unit[n] * all[n, q]);
                    power += along * along;
                    for (int n = 0; n < P * P; n++) part[n, q] += along * unit[n];
                }
            }

            parts.Add((power, part));
        }

        double total = parts.Sum(part => part.Power), centred = 0, kept = 0;
        for (int n = 0; n < P * P; n++)
            for (int q = 0; q < P; q++) centred += Math.Pow(all[n, q] - mean[q], 2);
        var projection = new Matrix(P * P, P);
        int keys = 0;
        foreach (var (power, part) in parts.OrderByDescending(part => part.Power))
        {
            if (keyShare < 1 && kept >= keyShare * total) break;
            (kept, keys) = (kept + power, keys + 1);
            LinearAlgebra.AddMultiple(1, part.Data, projection.Data);
        }

        if (keyShare < 1) Assert.InRange(keys, 2, 10);
        else Assert.Equal(11, keys);
        int last = records.Rows - 1;
        Assert.Equal(total / centred, records[last, 0], 1e-10);
        Assert.Equal(keys, records[last, 1]);
        Assert.Equal(Loss(data.Train, (n, pair, q) => outputs[1][n, q] - projection[pair, q]), records[last, 2], 1e-10);
        Assert.Equal(Loss(data.Train, (_, pair, q) => mean[q] + projection[pair, q]), records[last, 3], 1e-10);
        Assert.Equal(Loss(data.Test!, (_, pair, q) => mean[q] + projection[pair, q]), records[last, 4], 1e-10);

        double Loss(Dataset set, Func<int, int, int, double> output)
        {
            double sum = 0;
            for (int n = 0; n < set.Count; n++)
            {
                int a = set.X.Row(n)[..P].IndexOf(1), b = set.X.Row(n)[P..].IndexOf(1);
                for (int q = 0; q < P; q++) sum += Math.Pow(output(n, a * P + b, q) - set.Y[n, q], 2);
            }

            return sum / set.Count / P;
        }
    }

    [Fact]
    public void Measures_OfANetThatGroks_MoveBeforeTheTestAccuracy()
    {
        var outcome = Spec.Train(Bind(200, "'torch-default'", "'adamw','learningRate':0.005,'weightDecay':1", 1500, 50))[0];
        Assert.Equal(OutcomeStatus.Finished, outcome.Status);
        var records = outcome.Records;
        double At(string column, int step) => records[step / 50, records.Columns.ToList().IndexOf(column)];

        int trained = First("accuracy", value => value > 0.99), half = First("test-accuracy", value => value > 0.5), tested = First("test-accuracy", value => value > 0.95);
        Assert.InRange(trained, 50, 150);
        Assert.InRange(tested, 2 * trained, 1500);
        Assert.Equal(0.167, At("fourier-sparsity", 0), 0.02);
        Assert.InRange(At("sum-direction-share", 0), 0, 0.1);
        Assert.True(First("sum-direction-share", value => value > 0.3) < half && First("fourier-sparsity", value => value > 0.2) < half, "they move first");
        Assert.InRange(At("sum-direction-share", 1500), 0.95, 1);
        Assert.InRange(At("fourier-sparsity", 1500), 0.35, 0.8);
        Assert.Equal(11, At("key-frequencies", 1500));
        Assert.True(At("restricted-test-loss", half) < 0.7 * At("restricted-test-loss", trained), "the restricted loss falls while the accuracy is low");
        Assert.True(At("excluded-loss", 1500) > 1.3 * At("excluded-loss", trained), "what is left without the waves gets worse");

        int First(string column, Predicate<double> holds) => 50 * Enumerable.Range(0, records.Rows).First(row => holds(At(column, 50 * row)));
    }

    [Fact]
    public void Unsupported_OfOtherTasks_SaysWhatIsNeeded()
    {
        var even = Bind(8, "'normal'") with { Task = new ModularAdditionTask { Modulus = 22, Encoding = ModularEncoding.Tokens } };
        Assert.Equal("needs the task modular-addition with an odd modulus", new ModularProgressObservable().Unsupported(even));
        Assert.Contains("one-hot", new FourierSparsityObservable().Unsupported(even));
    }
}
