using LayerDyn.Science.Experiments;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>The mean loss of one-pass SGD against expectations taken here, trainings written here, and the trainer's.</summary>
public sealed class OnePassSgdTests
{
    private const int Draws = 4000; // samples a step, of all trainings together
    private static readonly long[] Steps = [20, 100, 199];
    private static readonly double[] Variances = new PowerLawRegressionTask { Dimension = 30, Capacity = 1.5 }.Create(0).Moments.Variances!.ToArray();

    [Theory]
    [InlineData(1, 0.553)]
    [InlineData(4, 1.270)]
    [InlineData(64, 1.939)]
    public void LargestRate_OfThirtyModes_IsTheCheckedOne(int batch, double rate)
    {
        double largest = OnePassSgd.LargestRate(Variances, batch);
        Assert.Equal(rate, largest, 5e-4);
        Assert.Equal(1, OnePassSgd.Instability(Variances, largest, batch), 1e-12);
        Assert.True(largest < 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(64)]
    public void Errors_BelowTheLargestRateShrinkAndAboveItGrow(int batch)
    {
        double largest = OnePassSgd.LargestRate(Variances, batch);
        double early = After(2000, 0.97 * largest), late = After(20_000, 0.97 * largest);
        Assert.True(late < early, $"{early} then {late}");
        Assert.True(After(20_000, 1.03 * largest) > 1000 * After(2000, 1.03 * largest));

        double After(int steps, double rate)
        {
            double[] errors = new double[30];
            Array.Fill(errors, 1);
            for (int step = 0; step < steps; step++) OnePassSgd.Step(Variances, errors, rate, batch, 0);
            return OnePassSgd.Risk(Variances, errors);
        }
    }

    [Theory]
    [InlineData(0.2, 1, 0.5)]
    [InlineData(0.5, 4, 0.2)]
    [InlineData(1.2, 16, 1)]
    public void Loss_InTheEnd_IsTheFloorToAllDigits(double rate, int batch, double noise)
    {
        double[] errors = new double[30];
        Array.Fill(errors, 1);
        for (int step = 0; step < 60_000; step++) OnePassSgd.Step(Variances, errors, rate, batch, noise);
        Assert.Equal(1, OnePassSgd.Risk(Variances, errors) / 2 / OnePassSgd.Floor(Variances, rate, batch, noise), 1e-12);
    }

    [Fact]
    public void Floor_WhereTheMeanLossGrows_IsInfinite()
    {
        double largest = OnePassSgd.LargestRate(Variances, 4);
        Assert.Equal(double.PositiveInfinity, OnePassSgd.Floor(Variances, 1.001 * largest, 4, 0.1));
        Assert.Equal(double.PositiveInfinity, OnePassSgd.Instability(Variances, 2, 4));
        Assert.Equal(0, OnePassSgd.Floor(Variances, 0.5 * largest, 4, 0));
    }

    // A step's update is of second degree in each input: three nodes an input take its expectation exactly.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Step_IsTheExpectationOverAllBatches(int batch)
    {
        const double Rate = 0.37, Noise = 0.6;
        double[] variances = [1, 0.3], delta = [0.8, -1.7], expected = new double[2], errors = [0.64, 2.89];
        int numbers = batch * 3;
        for (int code = 0; code < Math.Pow(3, numbers); code++)
        {
            double weight = 1;
            double[] node = new double[numbers];
            for (int i = 0, rest = code; i < numbers; i++, rest /= 3)
            {
                node[i] = (rest % 3 - 1) * Math.Sqrt(3);
                weight *= rest % 3 == 1 ? 2.0 / 3 : 1.0 / 6;
            }

            double[] moved = [.. delta];
            for (int n = 0; n < batch; n++)
            {
                double[] x = [node[3 * n], node[3 * n + 1] * Math.Sqrt(0.3)];
                double error = delta[0] * x[0] + delta[1] * x[1] - Noise * node[3 * n + 2];
                for (int k = 0; k < 2; k++) moved[k] -= Rate / batch * error * x[k];
            }

            for (int k = 0; k < 2; k++) expected[k] += weight * moved[k] * moved[k];
        }

        OnePassSgd.Step(variances, errors, Rate, batch, Noise);
        for (int k = 0; k < 2; k++) Assert.Equal(1, errors[k] / expected[k], 1e-12);
    }

    [Theory]
    [InlineData(0.2, 1, 0)]
    [InlineData(0.2, 1, 0.5)]
    [InlineData(0.5, 4, 0.2)]
    public void MeanLoss_IsThatOfManyTrainings(double rate, int batch, double noise)
    {
        var experiment = OnePass(rate, batch, noise);
        var theory = Spec.Train(experiment with { Engine = Engine.Theory })[0].Records;
        var trained = Spec.Train([.. Enumerable.Range(0, Draws / batch).Select(seed => experiment with { Seed = seed })]);
        AssertMean(theory, row => [.. trained.Select(outcome => outcome.Records[row, 0])], 2.5);
        double[][] ours = [.. Enumerable.Range(0, Draws / batch).Select(run => Train(run, rate, batch, noise))];
        AssertMean(theory, row => [.. ours.Select(losses => losses[row - 1])], 2.5);
    }

    [Fact]
    public void MeanLoss_OfMeanSquaresWithASchedule_IsThatOfManyTrainings()
    {
        var experiment = Spec.Bind("""
            {'model':{'kind':'diagonal-linear','depth':1},'init':{'kind':'normal','std':0.5},'task':{'kind':'power-law-regression','dimension':8,'labelNoise':0.4},'loss':'mse-mean',
             'optimizer':{'kind':'sgd','learningRate':0.1,'batchSize':2,'schedule':{'kind':'cosine'}},'steps':199,'measure':{'at':{'steps':[20,100,199]},'observables':['loss']} }
            """);
        var both = Spec.Train([.. Enumerable.Range(0, 1000).Select(seed => experiment with { Seed = seed, Engine = Engine.Both })]);
        for (int row = 1; row <= 3; row++)
        {
            double[] differences = [.. both.Select(outcome => outcome.Records[row, 0] - outcome.Records[row, 1])];
            Assert.InRange(Z(differences, 0), -2.5, 2.5);
        }
    }

    [Fact]
    public void Theory_AboveTheLargestRate_DivergesInTheEnd()
    {
        var outcome = Spec.Train(OnePass(1, 1, 0) with { Engine = Engine.Theory, Steps = 5000, MeasureAt = new MeasureSchedule { Every = 100 } })[0];
        Assert.Equal(OutcomeStatus.Diverged, outcome.Status);
        Assert.True(outcome.Records[1, 0] > outcome.Records[0, 0]);
    }

    [Fact]
    public void SgdNoise_ShowsStabilityAndFloor()
    {
        var experiment = OnePass(0.5, 4, 0.2) with { Observables = [new LossObservable(), new SgdNoiseObservable()] };
        foreach (var engine in new[] { Engine.Train, Engine.Theory })
        {
            var records = Spec.Train(experiment with { Engine = engine })[0].Records;
            Assert.Equal(["loss", "sgd-noise.q", "sgd-noise.floor"], records.Columns);
            Assert.Equal(OnePassSgd.Instability(Variances, 0.5, 4), records[2, 1]);
            Assert.Equal(OnePassSgd.Floor(Variances, 0.5, 4, 0.2), records[2, 2]);
        }

        var unstable = Spec.Train(OnePass(1.5, 1, 0.2) with { Engine = Engine.Theory, Observables = [new SgdNoiseObservable()] })[0].Records;
        Assert.True(double.IsNaN(unstable[0, 0]) && double.IsNaN(unstable[0, 1]));
    }

    [Fact]
    public void CriticalBatch_IsWhereTheLargestRateIsHalfOfItsLimit()
    {
        double critical = OnePassSgd.CriticalBatch(Variances);
        Assert.Equal(1, OnePassSgd.LargestRate(Variances, critical), 1e-9);
        double[] rates = [.. new[] { critical / 2, critical, 2 * critical, 1e6 }.Select(batch => OnePassSgd.LargestRate(Variances, batch))];
        Assert.Equal(rates.Order(), rates);
        Assert.Equal(2, rates[3], 1e-4);
        Assert.Equal(critical, new OnePassRun(OnePass(0.5, 4, 0)).CriticalBatch);
        Assert.Equal(OnePassSgd.LargestRate(Variances, 4), new OnePassRun(OnePass(0.5, 4, 0)).LargestRate);
    }

    [Theory]
    [InlineData("'model':{'kind':'diagonal-linear','depth':2}", "'batchSize':4", "one layer")]
    [InlineData("'model':{'kind':'linear'}", "'batchSize':4,'momentum':0.9", "without momentum")]
    public void Theory_OfSomethingElse_IsRefusedWithTheRule(string model, string optimizer, string rule)
    {
        var problem = Assert.Single(Spec.Problems($$"""
            { {{model}},'init':{'kind':'constant','value':0.1},'task':{'kind':'power-law-regression'},'optimizer':{'kind':'sgd',{{optimizer}} },'engine':'theory',
             'steps':10,'measure':{'at':{'steps':[10]},'observables':['loss']} }
            """));
        Assert.Contains($"one-pass-sgd needs", problem.Remedy);
        Assert.Contains(rule, problem.Remedy);
    }

    private static Experiment OnePass(double rate, int batch, double noise) => Spec.Bind(FormattableString.Invariant($$"""
        {'model':{'kind':'linear'},'init':{'kind':'constant','value':0},'task':{'kind':'power-law-regression','dimension':30,'capacity':1.5,'source':1.5,'labelNoise':{{noise}} },
         'optimizer':{'kind':'sgd','learningRate':{{rate}},'batchSize':{{batch}} },'steps':199,'measure':{'at':{'steps':[20,100,199]},'observables':['loss']} }
        """));

    private static void AssertMean(MeasurementTable theory, Func<int, double[]> losses, double most)
    {
        Assert.Equal([0, .. Steps], theory.Steps);
        for (int row = 1; row < theory.Rows; row++)
        {
            double z = Z(losses(row), theory[row, 0]);
            Assert.True(Math.Abs(z) <= most, $"step {theory.Steps[row]}: z = {z}");
        }
    }

    private static double Z(double[] values, double expected)
    {
        double mean = values.Average(), variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        return (mean - expected) / Math.Sqrt(variance / values.Length);
    }

    // One training, written out: all targets are 1.
    private static double[] Train(int run, double rate, int batch, double noise)
    {
        var stream = RandomStream.For($"test/one-pass/{run}");
        double[] delta = new double[30], x = new double[30], gradient = new double[30], scales = Array.ConvertAll(Variances, Math.Sqrt);
        Array.Fill(delta, -1);
        var losses = new List<double>();
        long next = 0;
        for (int step = 1; step <= Steps[^1]; step++)
        {
            Array.Clear(gradient);
            for (int n = 0; n < batch; n++)
            {
                double error = -noise * stream.Normal(next++);
                for (int k = 0; k < 30; k++)
                {
                    x[k] = scales[k] * stream.Normal(next++);
                    error += delta[k] * x[k];
                }

                for (int k = 0; k < 30; k++) gradient[k] += error * x[k];
            }

            for (int k = 0; k < 30; k++) delta[k] -= rate / batch * gradient[k];
            if (Steps.Contains(step)) losses.Add(OnePassSgd.Risk(Variances, [.. delta.Select(value => value * value)]) / 2);
        }

        return [.. losses];
    }
}
